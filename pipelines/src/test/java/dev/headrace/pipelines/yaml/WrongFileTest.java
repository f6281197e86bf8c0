package dev.headrace.pipelines.yaml;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every mistake is told with the file, the line, the setting, its value and what is allowed. */
class WrongFileTest {
  @TempDir Path folder;

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "sorce: acme | 1: sorce is no setting (did you mean \"source\"?); there are auth, base-url",
        "base_url: x | 1: base_url is no setting (did you mean \"base-url\"?)",
        "zzzzzzzz: x | 1: zzzzzzzz is no setting; there are",
        "source: [a] | 1: source must be a text, but is a list",
        "source:     | 1: source must be a text, but is nothing",
        "source: a/b | 1: source must be 1 to 100 letters, digits, dots, dashes and underscores",
        "base-url: ftp://host | 1: base-url: The API's base URL must be such as https://host or",
        "base-url: http:// x | 1: base-url must be a URL such as https://host, but is \"http:// x\"",
        "page-size: 10 | 1: page-size means nothing: there is neither an offset paginator nor",
        "page-size: ten | 1: page-size must be a whole number, but is \"ten\"",
        "page-size: {default: 5, max: 4} | 1: page-size.max: page-size must be 1 to 4, but is 5",
        "request: {path: things} | 1: request.path must be a path such as /v1/items",
        "request: {path: '/t?a=b'} | 1: request.path must be a path such as /v1/items, whose parameters",
        "request: {path: '/t/{who}'} | 1: request: The placeholder {who} has no value; known are",
        "request: {path: '/t', query: {n: '{page-size}'}} | 1: page-size is required, since an offset",
        "request: {path: /t, method: FETCH} | 1: request.method must be GET or POST, but is \"FETCH\"",
        "request: {path: /t, method: GET, body: {a: 1}} | 1: request: a body must be sent by the method POST",
        "request: {path: /t, headers: {Authorization: x}} | 1: request.headers: The header Authorization holds a secret",
        "request: {path: /t, for-each: {id: [1]}} | 1: request.for-each: There is no placeholder {id}",
        "request: {path: /t, window: {format: epoch}} | 1: request.window.format: format must be iso-8601, date, epoch-seconds",
        "request: {path: /t, window: {zone: Mars}} | 1: request.window.zone must be a time zone such as Europe/Berlin, but is \"Mars\"",
        "paginator: {kind: ofset} | 1: paginator.kind must be one of single, offset, page-number, cursor, next-link, link-header, detected, children, but is \"ofset\" (did you mean \"offset\"?)",
        "paginator: {until: x} | 1: paginator.kind is required: one of single",
        "paginator: {kind: cursor, cursor: /c} | 1: paginator must have one of parameter, send-in-body, send-in-header, but has none",
        "paginator: {kind: next-link, link: next} | 1: paginator: next link must be a JSON Pointer such as /next, but is \"next\"",
        "paginator: {kind: next-link, link: /next, recods: /r} | 1: paginator.recods is no setting (did you mean \"records\"?)",
        "paginator: {kind: single, until: {max-page: 2}} | 1: paginator.until must be one of empty-page, total-reached, no-more, last-page, max-pages, but is \"max-page\" (did you mean \"max-pages\"?)",
        "paginator: {kind: single, until: {max-pages: 0}} | 1: paginator.until.max-pages: pages must be at least 1, but was 0",
        "errors: [{status: 999, then: fail}] | 1: errors[0]: status must be 100 to 599, but was 999",
        "errors: [{status: 500-400, then: fail}] | 1: errors[0].status: a range must not end before it begins",
        "errors: [{status: x, then: fail}] | 1: errors[0].status must be a status such as 404, or a range such as 500-599, but is \"x\"",
        "errors: [{status: 404, then: drop}] | 1: errors[0].then must be one of retry, fail, ignore, refresh-auth, stop, but is \"drop\"",
        "errors: [{failure: timeout, then: refresh-auth}] | 1: errors[0]: REFRESH_AUTH needs a rule on a status",
        "errors: [{status: 200, body: {at: /a, matches: '('}, then: fail}] | 1: errors[0].body: Unclosed group",
        "budget: {requests-per-second: 0} | 1: budget.requests-per-second: requestsPerSecond must be at least 1, but was 0",
        "budget: 5 | 1: budget must be a mapping of settings, but is a single value",
        "format: {kind: csv} | 1: The file must have one of records, format, but has records and format",
        "records: items | 1: records: ",
        "reshape: [{lift: properties}] | 1: reshape[0].lift: ",
        "reshape: [{flatten: {separator: _, depth: 0}}] | 1: reshape[0].flatten: \"depth\" must be at least 1, but is 0",
        "contract: nosuch.avsc | 1: contract: There is no schema file",
        "dataset: a b | 1: dataset must be 1 to 100 letters, digits",
        "keys: [id, idd] | 1: keys: key must be a field of Thing, but was idd",
        "version: size | 1: version must be a field of Thing that is never null, but was size",
        "partition: size | 1: partition must be a date or text field of Thing that is never null",
        "order: nosuch | 1: order must be a field of Thing, but was nosuch",
        "file-size: big | 1: file-size must be a size such as 32MB, 64MiB or 500kB, but is \"big\"",
        "file-size: 0 | 1: file-size must be at least 1 byte, but was 0",
        "compression: gzip | 1: compression must be one of snappy, zstd, but is \"gzip\"",
        "reject-duplicates: true | 1: reject-duplicates: keys must name at least one field",
        "reject-duplicates: yes | 1: reject-duplicates must be true or false, but is \"yes\"",
        "run-rules: {max-dead-share: 5} | 1: run-rules.max-dead-share: maxDeadShare must be from 0 to 1, but was 5",
        "run-rules: {freshness: {field: id, max-age: PT1H}} | 1: run-rules: newest must be a date or timestamp",
        "run-rules: {freshness: {field: updated, max-age: 1h}} | 1: run-rules.freshness.max-age must be an ISO 8601 duration such as PT6H or P1D, but is \"1h\"",
        "table: Orders | 1: table: The name of a table must be in lower case",
        "table: {name: t, dist-key: size} | 1: table.dist-key: The distribution key must be a column of t that is never null",
        "steps: [{reject: [{range: {field: sizes, min: 1}}]}] | 1: steps[0]: ",
        "steps: [{reject: [{range: {field: size, min: 1, max: 2018-01-31}}]}] | 1: steps[0].reject[0].range: min and max must be of one kind",
        "steps: [{reject: [{range: {field: size, min: low}}]}] | 1: steps[0].reject[0].range.min must be a number, a date such as",
        "steps: [{mask: [{truncate: {field: id, characters: -1}}]}] | 1: steps[0].mask[0].truncate: characters must be at least 0, but was -1",
        "steps: [{derive: {field: size, as: 'id +'}}] | 1: steps[0].derive: The field size cannot be derived",
        "steps: [{chek: 1}] | 1: steps[0] must be one of reject, warn, mask, derive, but is \"chek\"",
      })
  void aMistakeIsToldWithItsLineAndWhatIsAllowed(String section, String message) {
    assertThat(TestFile.in(folder).with(section).error(), startsWith("things.yaml:" + message));
  }

  @Test
  void whatIsMissingIsNamedWithAllElseThatIsWrong() {
    String error =
        TestFile.in(folder)
            .with(
                """
                budget:
                  requests-per-second: 0
                  requests-per-minute: many
                auth:
                  kind: bearer
                compresion: zstd
                """)
            .without("dataset")
            .without("source")
            .error();

    assertThat(
        error.lines().toList(),
        contains(
            is("things.yaml has 6 errors"),
            is("things.yaml:1: source is required"),
            is("things.yaml:1: dataset is required"),
            startsWith("things.yaml:2: budget.requests-per-second: requestsPerSecond must be at"),
            is("things.yaml:3: budget.requests-per-minute must be a whole number, but is \"many\""),
            is("things.yaml:4: auth.token is required"),
            startsWith("things.yaml:6: compresion is no setting (did you mean \"compression\"?)")));
  }

  @Test
  void aFieldOfTheContractIsToldWithItsOwnLine() {
    String error =
        TestFile.in(folder)
            .with(
                """
                contract:
                  name: Thing
                  fields:
                    - {name: id, type: string}
                    - {name: size, type: flaot}
                    - {name: kind, type: string, maxByte: 5}
                """)
            .error();

    assertThat(error, startsWith("things.yaml has 2 errors"));
    assertThat(error, containsString("things.yaml:5: contract.fields[1]: "));
    assertThat(
        error,
        containsString(
            "things.yaml:6: contract.fields[2]: The field kind has the property \"maxByte\""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "auth: {kind: bearer, token: hunter2} | auth.token must be a reference, env:NAME, file:/path or arn:aws",
        "auth: {kind: bearer, token: [hunter2]} | auth.token must be a reference",
        "auth: {kind: hunter2} | auth.kind must be one of none, bearer, basic, api-key",
        "auth: {kind: bearer, token: env:A, kee: hunter2} | auth.kee is no setting",
        "auth: hunter2 | auth must be a mapping with a kind",
        "auth: {kind: basic, user: 'hunter2:', password: env:A} | auth: The user of basic authentication",
        "auth: {kind: api-key, header: 'X: hunter2', key: env:A} | auth: The API key's header must be",
        "auth: {kind: api-key, query-parameter: 'a=hunter2', key: env:A} | auth: The API key's parameter",
        "auth: {kind: oauth2-client-credentials, token-url: 'https://u:hunter2@h/t', client-id: a, client-secret: env:A} | auth: tokenUrl must be",
        "auth: {kind: oauth2-client-credentials, token-url: 'http://h/t', client-id: a, client-secret: hunter2} | auth.client-secret must be a reference",
        "auth: {kind: oauth2-client-credentials, token-url: 'https://h/t', client-id: a, client-secret: env:A, scopes: 'hunter2 \"x'} | auth.scopes: A scope must be",
        "auth: {kind: rotating-tokens, tokens: [env:A, hunter2]} | auth.tokens[1] must be a reference",
        "base-url: https://user:hunter2@host | base-url: The API's base URL must be",
        "base-url: https://user:hunter2@ho st | base-url must be a URL such as https://host",
        "steps: [{mask: [{hash: {field: id, salt: hunter2}}]}] | steps[0].mask[0].hash.salt must be a reference",
        "auth: {kind: bearer, token: *hunter2} | A text that begins with * or & needs quotes",
        "auth: {kind: bearer, token: !hunter2 x} | A tag (!) must be none",
        "auth: {kind: bearer, token: 'hunter2} | This is no YAML",
      })
  void aSecretInTheFileIsRefusedAndNotRepeated(String section, String message) {
    assertThat(
        TestFile.in(folder).with(section).error(),
        allOf(
            containsString("things.yaml:"),
            containsString(message),
            not(containsString("hunter2"))));
  }

  @Test
  void aFileThatIsNotThereOrNoUtf8IsNamed() throws Exception {
    Path file = folder.resolve("latin.yaml");
    Files.write(file, new byte[] {'a', ':', ' ', (byte) 0xe4});

    assertThat(
        assertThrows(IllegalArgumentException.class, () -> YamlPipeline.load(file)).getMessage(),
        is("The pipeline file " + file + " must be in UTF-8"));
    assertThat(
        assertThrows(
                IllegalArgumentException.class,
                () -> YamlPipeline.load(folder.resolve("nosuch.yaml")))
            .getMessage(),
        startsWith("There is no pipeline file"));
  }
}
