// Sets the theme before the first paint, so that a dark control room sees no white flash.
(() => {
  let chosen = null;
  try {
    chosen = localStorage.getItem("caflux.scheme");
  } catch {
    // Storage may be refused; the system's scheme is taken then.
  }
  const { dataset } = document.documentElement;
  const dark =
    chosen === "dark" ||
    chosen === "control" ||
    (chosen !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  dataset.mantineColorScheme = dark ? "dark" : "light";
  if (chosen === "control") dataset.theme = "control";
})();
