// Every element with text of its own whose contrast with its background is below WCAG's 4.5 (AA, text of normal size):
// https://www.w3.org/TR/WCAG21/#contrast-minimum
const parse = (colour) => {
  const numbers = colour.match(/[\d.]+(e-?\d+)?/g).map(Number);
  const scale = colour.startsWith('color(') ? 1 : 255;
  return {rgb: numbers.slice(0, 3).map((v) => v / scale), alpha: numbers.length > 3 ? numbers[3] : 1};
};
const luminance = (rgb) => rgb
  .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
  .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
const background = (element) => {
  for (let at = element; at; at = at.parentElement) {
    const colour = parse(getComputedStyle(at).backgroundColor);
    if (colour.alpha === 1) {
      return colour.rgb;
    }
  }
  return [1, 1, 1];
};
const low = new Set();
let seen = 0;
for (const element of document.body.querySelectorAll('*')) {
  const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
  if (!own || !element.getClientRects().length || element.closest('script')) {
    continue;
  }
  seen++;
  const style = getComputedStyle(element);
  const text = parse(element instanceof SVGElement ? style.fill : style.color);
  const [a, b] = [luminance(text.rgb), luminance(background(element))];
  const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  if (ratio < 4.5) {
    low.add(`${element.tagName}.${element.getAttribute('class')} "${element.textContent.slice(0, 30)}" ${ratio.toFixed(2)}`);
  }
}
return seen > 100 ? [...low] : ['only ' + seen + ' texts were seen'];
