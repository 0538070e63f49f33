// Sets the colour scheme before the first paint, so that a dark control room sees no white flash.
(() => {
  let chosen = null;
  try {
    chosen = localStorage.getItem("caflux.scheme");
  } catch {
    // Storage may be refused; the system's scheme is taken then.
  }
  const dark =
    chosen === "dark" || (chosen !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.dataset.mantineColorScheme = dark ? "dark" : "light";
})();
