// AWS's own language service, which has no command: https://github.com/aws/amazon-states-language-service
"use strict";
const { getLanguageService, TextDocument } = require("amazon-states-language-service");
const service = getLanguageService({});

const ERROR = 1; // DiagnosticSeverity.Error of the Language Server Protocol

require("./rounds.cjs")(async (text) => {
  const document = TextDocument.create("file:///a.asl.json", "asl", 1, text);
  const found = await service.doValidation(document, service.parseJSONDocument(document));
  return found.every((one) => one.severity !== ERROR);
});
