// https://github.com/ChristopheBougere/asl-validator
"use strict";
const validate = require("asl-validator");

require("./rounds.cjs")((text) => validate(JSON.parse(text)).isValid);
