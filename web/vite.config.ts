import { defineConfig } from "vite";

export default defineConfig({
  base: "/",
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    target: "es2022",
    // The program embeds these files by name: the page, and a file of parameters for each language.
    assetsInlineLimit: 0,
    modulePreload: false,
    // Whose packages are in the page; it is served, and part of NOTICE.
    license: { fileName: "licences.md" },
    rollupOptions: {
      output: {
        entryFileNames: "page.js",
        chunkFileNames: "[name].js",
        assetFileNames: "page[extname]",
      },
    },
  },
});
