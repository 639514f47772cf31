/**
 * @typedef {object} Command
 * @property {string} label
 * @property {string} [hint] a key, or what it is about
 * @property {() => void} run
 */

/**
 * Those commands that hold every word asked for, the best first: at the start of the label, then at the start of a
 * word, then anywhere.
 * @template {Command} C
 * @param {C[]} commands
 * @param {string} question
 * @returns {C[]}
 */
export function matching(commands, question) {
  const words = question.toLowerCase().split(/\s+/).filter(Boolean);
  if (!words.length) return commands;
  const scored = commands.flatMap((command, index) => {
    const label = command.label.toLowerCase();
    let score = 0;
    for (const word of words) {
      const at = label.indexOf(word);
      if (at < 0) return [];
      score += at === 0 ? 0 : /[\s#:]/.test(label[at - 1]) ? 1 : 2;
    }
    return [{ command, score, index }];
  });
  return scored.sort((a, b) => a.score - b.score || a.index - b.index).map((one) => one.command);
}

