// An OpenID provider for the tests: oidc-provider on a free port of this machine.
//
// What it is told stands in the environment: OIDC_CLIENTS (JSON), and OIDC_ACCOUNTS, a file of
// claims by account that is read anew each time, so that a test can move people between groups.
import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
import { Provider } from 'oidc-provider';

const clients = JSON.parse(process.env.OIDC_CLIENTS);
const accounts = () => JSON.parse(readFileSync(process.env.OIDC_ACCOUNTS, 'utf8'));

const server = createServer();
server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients,
    conformIdTokenClaims: false,
    claims: {
      openid: ['sub', 'acr', 'amr'],
      email: ['email', 'email_verified'],
      profile: ['preferred_username', 'name'],
      groups: ['groups'],
    },
    scopes: ['openid', 'profile', 'email', 'groups'],
    pkce: { required: () => true },
    cookies: { keys: ['only for tests'] },
    // Vires is on this machine too, where the provider by itself would not go.
    fetch: (url, { dispatcher, ...options }) => fetch(url, options),
    features: { backchannelLogout: { enabled: true } },
    findAccount(ctx, id) {
      const known = accounts()[id];
      return known && { accountId: id, claims: () => ({ sub: id, ...known }) };
    },
  });
  provider.on('server_error', (ctx, error) => console.error('server_error', error));
  provider.on('backchannel.error', (ctx, error) => console.error('backchannel', error));
  server.on('request', provider.callback());
  console.log(JSON.stringify({ issuer }));
});

// Whoever started it holds its standard input: it ends when that does.
process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
