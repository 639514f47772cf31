import { draw } from '/shared/dom.js';

/** The desk's own icons, beside the shared ones: paths on a grid of 20. */
const PATHS = {
  gear: 'M8.6 2.5h2.8l.4 2.1 1.5.9 2-.7 1.4 2.4-1.6 1.4v1.8l1.6 1.4-1.4 2.4-2-.7-1.5.9-.4 2.1H8.6l-.4-2.1'
    + '-1.5-.9-2 .7-1.4-2.4l1.6-1.4V8.6L3.3 7.2l1.4-2.4 2 .7 1.5-.9zM10 12.2a2.5 2.5 0 100-5 2.5 2.5 0 000 5',
  command: 'M4 6l4 4-4 4M10 14.5h6',
  copy: 'M7 7h9v9.5H7zM13 4H4v9.5',
  out: 'M8 3.5H4v13h4M12.5 6.5L16 10l-3.5 3.5M16 10H8',
  keys: 'M2.5 5.5h15v9h-15zM5.5 8.5h.01M8.5 8.5h.01M11.5 8.5h.01M14.5 8.5h.01M6.5 11.5h7',
  eye: 'M2 10s3-5 8-5 8 5 8 5-3 5-8 5-8-5-8-5M10 12a2 2 0 100-4 2 2 0 000 4',
  info: 'M10 9v5M10 6.2v.2M10 17.5a7.5 7.5 0 100-15 7.5 7.5 0 000 15',
  next: 'M8 4l6 6-6 6',
  inbox: 'M3 11l2.5-7h9L17 11v5H3zM3 11h4l1 2h4l1-2h4',
};

/**
 * @param {keyof typeof PATHS} name
 * @param {number} [size]
 */
export const sign = (name, size = 18) => draw(PATHS[name], size);
