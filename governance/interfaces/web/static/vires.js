// What GOV.UK's components do better with JavaScript. Every page is whole without it.
const frontend = document.querySelector('link[rel="modulepreload"]');

if (frontend) {
  const { initAll } = await import(frontend.href);
  initAll();
}
