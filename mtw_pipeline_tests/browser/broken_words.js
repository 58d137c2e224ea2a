// Words of cells and headings that are broken over lines although they are short.
const broken = [];
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (walker.nextNode()) {
  const node = walker.currentNode;
  if (!node.parentElement.closest("td, th, dt, dd, h1, h2, h3, caption")) continue;
  for (const found of node.textContent.matchAll(/\p{L}{2,14}/gu)) {
    const range = document.createRange();
    range.setStart(node, found.index);
    range.setEnd(node, found.index + found[0].length);
    const lines = new Set([...range.getClientRects()].filter((box) => box.width > 0).map((box) => Math.round(box.top)));
    if (lines.size > 1) broken.push(`${found[0]} in ${node.parentElement.closest('table, dl, section')?.textContent.trim().slice(0, 40)}`);
  }
}
return broken;
