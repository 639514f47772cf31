// Tables for spreadsheets (RFC 4180).

/**
 * A cell is text: one that a spreadsheet would take for a formula begins with an apostrophe, by which spreadsheets know
 * text.
 * @param {unknown} value
 */
function cell(value) {
  const text = String(value ?? '');
  const harmless = /^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replace(/"/g, '""')}"` : harmless;
}

/**
 * @param {ReadonlyArray<ReadonlyArray<unknown>>} rows
 * @returns {string} with the mark by which spreadsheets know UTF-8
 */
export const csv = (rows) => `\uFEFF${rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('')}`;
