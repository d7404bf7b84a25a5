// https://github.com/wmfs/statelint
"use strict";
const lint = require("@wmfs/statelint")();

require("./rounds.cjs")((text) => lint.validate(JSON.parse(text)).length === 0);
