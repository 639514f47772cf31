// Puts Beckon's widget on the page just as its one script tag would; ?beckon=https://… takes it from another origin.

const given = new URLSearchParams(location.search).get('beckon');
let origin = location.origin;
try {
  const url = new URL(given ?? '');
  if (url.protocol === 'http:' || url.protocol === 'https:') origin = url.origin;
} catch { /* the same origin then */ }
const script = document.createElement('script');
// Where the page demands Trusted Types, the address needs a policy.
const policy = /** @type {any} */ (window).trustedTypes?.createPolicy('shop', {
  createScriptURL: (/** @type {string} */ x) => x,
});
const address = `${origin}/widget.js`;
script.src = policy ? policy.createScriptURL(address) : address;
script.dataset.inbox = 'main';
script.async = true;
document.head.append(script);

document.getElementById('ask')?.addEventListener('click', () => /** @type {any} */ (window).Beckon?.open());
let count = 0;
for (const button of document.querySelectorAll('.add')) {
  button.addEventListener('click', () => {
    count += 1;
    const shown = document.getElementById('basket-count');
    if (shown) shown.textContent = String(count);
  });
}

export {};
