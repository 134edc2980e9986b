// Runs before anything is shown, as else another language or theme would flash up: those of the
// address, or of the browser.
{
  const root = document.documentElement;
  const asked = new URL(location).searchParams;
  const spoken = navigator.languages.map((tag) => tag.slice(0, 2));
  root.lang = [asked.get("lang"), ...spoken].find((tag) => ["en", "zh"].includes(tag)) ?? "en";
  const theme = asked.get("theme");
  if (["light", "dark"].includes(theme)) root.dataset.theme = theme;
}
