// What GOV.UK's components do better with JavaScript. Every page is whole without it.
const frontend = document.querySelector('link[rel="modulepreload"]');

if (frontend) {
  const { initAll } = await import(frontend.href);
  initAll();
}

for (const told of document.querySelectorAll('[data-with-script]')) {
  told.hidden = false;
}

// A page on work that goes on looks again by itself, and puts what is new in its place; the page
// is never loaded anew under somebody who reads it.
const again = () => document.querySelector('[data-again]');

const look = async () => {
  const answer = await fetch(window.location.pathname, { headers: { accept: 'text/html' } });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const goesOn = page.querySelector('[data-again]');
  if (goesOn) {
    again().replaceChildren(...goesOn.childNodes);
    return;
  }
  const main = document.querySelector('main');
  const held = main.contains(document.activeElement);
  main.replaceChildren(...page.querySelector('main').childNodes);
  if (held) {
    const head = main.querySelector('h1');
    head.tabIndex = -1;
    head.focus();
  }
};

const lookAgain = () => {
  const there = again();
  if (!there) return;
  setTimeout(async () => {
    try {
      await look();
    } finally {
      lookAgain();
    }
  }, Number(there.dataset.again) * 1000);
};

lookAgain();
