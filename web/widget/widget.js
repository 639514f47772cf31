/* Beckon: <script src="https://your-beckon/widget.js" data-inbox="main" async></script> */
'use strict';
if (document.currentScript && !(/** @type {any} */ (window).Beckon)) {
  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  const w = /** @type {any} */ (window);
  const origin = new URL(script.src).origin;
  const inbox = script.dataset.inbox || '';
  const css = `:host{all:initial}
button{position:fixed;z-index:2147483000;inset:auto 20px 20px auto;width:56px;height:56px;padding:0;border:0;
border-radius:50%;display:grid;place-items:center;background:var(--a,#3b5bdb);color:var(--o,#fff);
box-shadow:0 6px 20px rgb(0 0 0/.22);cursor:pointer;transition:transform .12s}
button:hover{transform:scale(1.05)}
button:focus-visible{outline:3px solid #fff;outline-offset:0;box-shadow:0 0 0 5px #16191d}
svg{width:26px;height:26px;fill:none;stroke:currentColor;stroke-width:1.8;stroke-linecap:round;stroke-linejoin:round}
span{position:absolute;top:-4px;right:-4px;box-sizing:border-box;min-width:22px;height:22px;padding:0 6px;
border-radius:11px;background:#c92a2a;color:#fff;font:600 12px/22px system-ui,sans-serif;text-align:center}
iframe{position:fixed;z-index:2147483000;inset:auto 20px 88px auto;width:400px;height:min(680px,calc(100vh - 108px));
max-width:calc(100vw - 40px);border:0;border-radius:16px;background:#fff;box-shadow:0 12px 40px rgb(0 0 0/.2),
0 0 0 1px rgb(0 0 0/.06);color-scheme:light dark}
[hidden]{display:none}
@media(prefers-color-scheme:dark){iframe{background:#17191c;box-shadow:0 12px 40px rgb(0 0 0/.6),
0 0 0 1px rgb(255 255 255/.1)}}
@media(max-width:480px),(max-height:480px){iframe{inset:0;width:100%;height:100%;max-width:none;border-radius:0}.open{
display:none}}
@media(prefers-reduced-motion:reduce){button{transition:none}}`;
  const host = document.createElement('beckon-widget');
  const root = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [sheet];

  const SVG = 'http://www.w3.org/2000/svg';
  const CHAT = 'M4 5.5h16v11H10l-4 3.5v-3.5H4z';
  const CROSS = 'M6 6l12 12M18 6L6 18';
  const svg = document.createElementNS(SVG, 'svg');
  const path = document.createElementNS(SVG, 'path');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  path.setAttribute('d', CHAT);
  svg.append(path);
  const badge = document.createElement('span');
  badge.dataset.testid = 'launcher-badge';
  badge.hidden = true;
  const button = document.createElement('button');
  button.type = 'button';
  button.dataset.testid = 'launcher';
  button.append(svg, badge);
  root.append(button);

  /** @type {HTMLIFrameElement|null} */ let frame = null;
  let isOpen = false;
  let heard = false;
  let words = { open: 'Open support chat', close: 'Close support chat', unread: '' };
  let title = '';
  let plain = '';

  const narrow = () => matchMedia('(max-width:480px),(max-height:480px)').matches;
  const tell = (/** @type {object} */ m) => frame?.contentWindow?.postMessage({ beckon: 1, ...m }, origin);
  const paint = () => {
    const label = isOpen ? words.close : words.unread || words.open;
    button.setAttribute('aria-label', label);
    button.setAttribute('aria-expanded', String(isOpen));
    button.classList.toggle('open', isOpen);
    path.setAttribute('d', isOpen ? CROSS : CHAT);
    badge.hidden = isOpen || !badge.textContent;
    if (document.hidden && title) {
      if (!plain) plain = document.title;
      document.title = `${title} · ${plain}`;
    } else if (plain) {
      document.title = plain;
      plain = '';
    }
  };
  // On a phone the keyboard shrinks what can be seen, not the window.
  const fit = () => {
    const view = window.visualViewport;
    if (!frame || !view) return;
    const full = isOpen && narrow();
    frame.style.setProperty('height', full ? `${view.height}px` : '');
    frame.style.setProperty('top', full ? `${view.offsetTop}px` : '');
    frame.style.setProperty('bottom', full ? 'auto' : '');
  };
  const make = () => {
    if (frame) return;
    frame = document.createElement('iframe');
    frame.src = `${origin}/widget/frame${inbox ? `?inbox=${encodeURIComponent(inbox)}` : ''}`;
    frame.title = 'Support chat';
    frame.allow = 'autoplay';
    frame.dataset.testid = 'frame';
    frame.hidden = true;
    // A frame that this site may not show is loaded as well, and never says a word.
    frame.onload = () => setTimeout(giveUp, 15e3);
    setTimeout(giveUp, 6e4);
    root.insertBefore(frame, button);
  };
  const giveUp = () => {
    if (heard || button.hidden) return;
    set(false);
    button.hidden = true;
    const setting = '“Sites that may embed the widget”';
    console.warn(`Beckon: no answer from ${origin}. Is ${location.origin} named in the inbox's ${setting}?`);
  };
  const set = (/** @type {boolean} */ on) => {
    if (on) make();
    if (!frame || on === isOpen || (on && button.hidden)) return;
    isOpen = on;
    frame.hidden = !on;
    fit();
    paint();
    tell({ type: 'visible', on });
    if (on) frame.focus();
    else button.focus();
  };

  button.onclick = () => set(!isOpen);
  addEventListener('keydown', (e) => { if (e.key === 'Escape' && isOpen && !e.defaultPrevented) set(false); });
  addEventListener('message', (e) => {
    const d = e.data;
    if (!frame || e.source !== frame.contentWindow || e.origin !== origin || typeof d !== 'object' || !d
      || d.beckon !== 1) return;
    if (d.type === 'here') {
      heard = true;
      button.hidden = false;
      tell({ type: 'hello' });
      tell({ type: 'visible', on: isOpen });
    }
    if (d.type === 'close') set(false);
    if (d.type === 'ready' && typeof d.open === 'string' && typeof d.close === 'string' && typeof d.name === 'string') {
      words = { ...words, open: d.open, close: d.close };
      frame.title = d.name;
      for (const [name, value] of [
        ['--a', d.accent], ['--o', d.onAccent],
      ]) if (typeof value === 'string' && /^rgb\([\d ]+\)$/.test(value)) host.style.setProperty(name, value);
      paint();
    }
    if (d.type === 'unread' && Number.isInteger(d.n) && typeof d.label === 'string' && typeof d.title === 'string') {
      badge.textContent = d.n > 0 ? String(Math.min(d.n, 99)) : '';
      words.unread = d.n > 0 ? d.label : '';
      title = d.title;
      paint();
    }
  });
  document.addEventListener('visibilitychange', paint);
  for (const name of ['resize', 'scroll']) window.visualViewport?.addEventListener(name, fit);

  w.Beckon = { open: () => set(true), close: () => set(false) };
  paint();
  const start = () => {
    document.body.append(host);
    // In a quiet moment, so that opening is at once and the badge is right.
    (w.requestIdleCallback || ((/** @type {() => void} */ f) => setTimeout(f, 200)))(make, { timeout: 2000 });
  };
  if (document.body) start();
  else addEventListener('DOMContentLoaded', start);
}
