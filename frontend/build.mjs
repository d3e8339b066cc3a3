// Compiles the style sheet and copies the vendored fonts and licences into the package.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import * as sass from 'sass'

const here = dirname(fileURLToPath(import.meta.url))
const target = join(here, '..', 'src', 'sangto', 'web', 'static', 'sangto')
const modules = join(here, 'node_modules')

const { css: compiled } = sass.compile(join(here, 'scss', 'sangto.scss'), {
  style: 'compressed',
  loadPaths: [here, modules],
  quietDeps: true,
  silenceDeprecations: ['if-function']
})

// Every functional colour is defined in scss/_colours.scss, so the fallbacks are dead weight.
let css = compiled.replace(/var\((--govuk-[a-z-]+-colour),\s*[^()]+\)/g, 'var($1)')
// Old prefixes that no supported browser reads.
css = css.replace(/-(?:webkit|moz|ms)-(?:appearance|box-sizing|text-decoration[a-z-]*):[^;}]+;?/g, '')
// The timeline's old document list wants an icon file; nothing here uses it.
css = css.replace(/\.moj-timeline__document[^{}]*\{[^{}]*\}/g, '')

for (const [pattern, why] of [
  [/GDS Transport/, 'the default GOV.UK font'],
  [/url\(["']?\/?assets/, 'an image that is not shipped'],
  [/url\(["']?https?:/, 'a third-party address']
]) {
  if (pattern.test(css)) throw new Error(`the style sheet mentions ${why}`)
}

mkdirSync(join(target, 'fonts'), { recursive: true })
mkdirSync(join(target, 'licences'), { recursive: true })
writeFileSync(join(target, 'sangto.css'), css)

// The frame that others set in their pages has a style sheet of its own, and a small one.
const { css: widget } = sass.compile(join(here, 'scss', 'widget.scss'), {
  style: 'compressed',
  loadPaths: [here]
})
// The colours come with names for govuk-frontend, which is not there.
writeFileSync(join(target, 'widget.css'), widget.replace(/--govuk-[a-z-]+:[^;}]+;?/g, ''))

const fonts = join(modules, '@fontsource', 'be-vietnam-pro')
for (const subset of ['latin', 'vietnamese']) {
  for (const weight of ['400', '700']) {
    const name = `be-vietnam-pro-${subset}-${weight}-normal.woff2`
    copyFileSync(join(fonts, 'files', name), join(target, 'fonts', name))
  }
}
copyFileSync(join(fonts, 'LICENSE'), join(target, 'fonts', 'OFL.txt'))

console.log(`sangto.css ${css.length} bytes, ${gzipSync(css, { level: 9 }).length} gzipped`)
const hard = [...css.matchAll(/#[0-9a-f]{3,8}\b/g)].map((match) => match[0])
console.log('colours outside custom properties:', JSON.stringify(tally(hard.filter((h) => !definedIn(h)))))

function tally (items) {
  return items.reduce((sum, item) => ({ ...sum, [item]: (sum[item] ?? 0) + 1 }), {})
}
function definedIn (colour) {
  return readFileSync(join(here, 'scss', '_colours.scss'), 'utf8').includes(colour)
}
