/**
 * Calls `paint` once for many changes: with the next picture, or soon when the page is hidden and draws none.
 * @param {() => void} paint
 * @returns {() => void}
 */
export function soon(paint) {
  let asked = false;
  const run = () => {
    asked = false;
    paint();
  };
  return () => {
    if (asked) return;
    asked = true;
    if (document.hidden) setTimeout(run, 50);
    else requestAnimationFrame(run);
  };
}
