// Texts whose contrast with what lies behind them is below 4.5 to 1 (WCAG 2.2, success criterion 1.4.3).
const shade = (text) => {
  const parts = text.match(/[\d.]+/g).map(Number);
  const scale = text.startsWith("color(") ? 255 : 1;
  return [parts[0] * scale, parts[1] * scale, parts[2] * scale, parts.length > 3 ? parts[3] : 1];
};
const over = (top, below) => [0, 1, 2].map((place) => top[place] * top[3] + below[place] * (1 - top[3])).concat(1);
const light = ([red, green, blue]) => {
  const linear = [red, green, blue].map((part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
};
const pale = [];
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (walker.nextNode()) {
  const element = walker.currentNode.parentElement;
  if (!walker.currentNode.textContent.trim() || !element.checkVisibility() || element.closest("noscript, script")) continue;
  let below = [0, 0, 0, 1];
  const chain = [];
  for (let at = element; at; at = at.parentElement) chain.unshift(at);
  for (const at of chain) below = over(shade(getComputedStyle(at).backgroundColor), below);
  const ink = over(shade(getComputedStyle(element).color), below);
  const [more, less] = [light(ink), light(below)].sort((one, other) => other - one);
  if ((more + 0.05) / (less + 0.05) < 4.5) pale.push(`${element.tagName} ${walker.currentNode.textContent.trim()}`);
}
return pale;
