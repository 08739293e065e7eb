package io.github.basetenci.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NotAKeyTest {
  private static final String OLD = "abcdefgh.1234567890ABCDEFGHIJKL1234567890";
  private static final String NEW = "b10_abcdefgh.1234567890ABCDEFGHIJKL123456789";

  private record Row(String text, String looks) {
    @Override
    public String toString() {
      return looks + ": " + text;
    }
  }

  /** Each with an old key and with a new one where the text has KEY. */
  static Stream<Row> mistakes() throws Exception {
    return Stream.of(
            rows("in quotation marks", "\"KEY\"", "'KEY'", "`KEY`", "\" KEY \""),
            rows("a quotation mark at one end", "\"KEY", "KEY'"),
            rows(
                "an assignment of the form NAME=key",
                "BASETEN_API_KEY=KEY",
                "export BASETEN_API_KEY='KEY'",
                "set BASETEN_API_KEY=KEY",
                "$env:BASETEN_API_KEY = \"KEY\"",
                "api_key = KEY",
                "baseten-key: KEY",
                "my.token=KEY",
                "[baseten]\nremote_url = https://app.baseten.co\napi_key = KEY\n",
                "A=1\nBASETEN_API_KEY=KEY\n"),
            rows(
                "begins with a word of a header",
                "Bearer KEY",
                "bearer KEY",
                "Api-Key KEY",
                "Api-Key: KEY",
                "api-key: KEY",
                "Authorization: Bearer KEY",
                "Authorization: Api-Key KEY",
                "Basic dXNlcjprZXk="),
            rows(
                "a variable or an expression",
                "$BASETEN_API_KEY",
                "${BASETEN_API_KEY}",
                "${KEY:-}",
                "$(BASETEN_API_KEY)",
                "$(cat /run/secrets/key)",
                "$env:BASETEN_API_KEY",
                "$[variables.key]",
                "${{ secrets.BASETEN_API_KEY }}",
                "${{secrets.X}}",
                "{{ baseten_key }}",
                "%BASETEN_API_KEY%",
                "secrets.BASETEN_API_KEY",
                "env.BASETEN_API_KEY"),
            rows(
                "what a program shows in place of a key",
                "*",
                "***",
                "****",
                "abcdefgh****",
                "b10_abcdefgh****",
                "abcdefgh...",
                "abcdefgh\u2026",
                "\u2022\u2022\u2022\u2022\u2022\u2022\u2022\u2022",
                "[REDACTED]",
                "[MASKED]"),
            rows(
                "JSON", "{\"api_key\":\"KEY\"}", "{\n  \"api_key\": \"KEY\"\n}", "[\"KEY\"]", "{}"),
            rows("the name of a variable", "BASETEN_API_KEY", "MY_TOKEN", "BASETEN_KEY_PROD"),
            rows(
                "a placeholder",
                "null",
                "NULL",
                "None",
                "nil",
                "undefined",
                "true",
                "[object Object]",
                "changeme",
                "CHANGE_ME",
                "change-me",
                "placeholder",
                "TODO",
                "your-api-key",
                "YOUR_API_KEY_HERE",
                "your_baseten_api_key",
                "insert your key here",
                "<your key>",
                "<API_KEY>",
                "xxx",
                "XXXXXXXX",
                "xxxxxxxx.xxxxxxxxxxxxxxxx",
                "b10_xxxxxxxx.xxxxxxxx"),
            rows("the prefix of a key alone", "b10_abcdefgh", "b10_abcdefgh."),
            rows(
                "an address",
                "https://app.baseten.co",
                "https://user:KEY@app.baseten.co",
                "op://vault/baseten/key",
                "file:///run/secrets/key"),
            rows(
                "the path of a file",
                "/run/secrets/baseten",
                "~/.trussrc",
                "./key",
                "../key.txt",
                "C:\\keys\\baseten.txt",
                "\\\\server\\share\\key"),
            rows(
                "a JSON web token",
                token("{\"iss\":\"https://token.actions.githubusercontent.com\"}"),
                token("{\"iss\":\"https://ci.example.com\",\"aud\":\"baseten.co\"}"),
                token("{\"iss\":\"https://notbaseten.company\"}"),
                "eyJhbGciOiJIUzI1NiJ9.bm90IGpzb24.c2ln",
                "eyJhbGciOiJub25lIn0.e30."),
            rows(
                "a PEM text",
                "-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----\n",
                "-----BEGIN CERTIFICATE-----"),
            rows("a token of GitHub", "ghp_0123456789abcdefghijABCDEFGHIJ012345"),
            rows("a token of GitHub", "github_pat_0123456789abcdefghij_ABCDEFGHIJ"),
            rows("a token of Hugging Face", "hf_0123456789abcdefghijABCDEFGHIJ0123"),
            rows(
                "a name or a key of AWS",
                "arn:aws:secretsmanager:eu-west-1:123456789012:secret:key",
                "AKIAIOSFODNN7EXAMPLE"),
            Stream.of(OLD, NEW, OLD + "\n")
                .flatMap(key -> Stream.of(base64(key), base64(key).replace("=", "")))
                .map(text -> new Row(text, "the base64 form of a key")))
        .flatMap(rows -> rows);
  }

  private static Stream<Row> rows(String looks, String... texts) {
    return Stream.of(texts)
        .flatMap(
            text ->
                text.contains("KEY") && !text.matches(".*[A-Z_]KEY.*|<.*|[A-Z_]*KEY[A-Z_]*")
                    ? Stream.of(
                        text.replaceAll("(?<![A-Z_])KEY", OLD),
                        text.replaceAll("(?<![A-Z_])KEY", NEW))
                    : Stream.of(text.replaceAll("(?<==['\"]?)KEY|(?<== ['\"]?)KEY", OLD)))
        .map(text -> new Row(text, looks));
  }

  private static String token(String payload) {
    return "eyJhbGciOiJSUzI1NiJ9."
        + Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(payload.getBytes(StandardCharsets.UTF_8))
        + ".c2lnbmF0dXJl";
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void whatIsSurelyNoKeyIsSaidWithWhatToDo(Row row) {
    for (String text : List.of(row.text, row.text + "\n", " " + row.text + " ")) {
      assertThat(NotAKey.of(text))
          .get()
          .extracting(NotAKey::predicate)
          .asString()
          .contains(row.looks)
          .contains("; ")
          .doesNotContain(OLD, NEW);
    }
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void aKeyWithinIsToldAsASecret(Row row) {
    NotAKey found = NotAKey.of(row.text).orElseThrow();

    for (String key : List.of(OLD, NEW)) {
      if (row.text.contains(key)) {
        assertThat(found.secrets()).contains(key);
      }
      assertThat(found.toString()).doesNotContain(key);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "BASETEN_API_KEY",
        "$BASETEN_API_KEY",
        "null",
        "changeme",
        "****",
        "/run/secrets/k"
      })
  void ordinaryWordsAreNoSecrets(String text) {
    assertThat(NotAKey.of(text).orElseThrow().secrets()).isEmpty();
  }

  /** Keys of shapes that nobody has seen yet. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        OLD,
        NEW,
        "",
        " ",
        "k",
        "abc.def",
        "nulls.abc",
        "truekey",
        "abcdefg.1234567890ABCDEFGHIJKL1234567890",
        "b11_abcdefgh.0123456789abcdef",
        "b10_abcdefghi",
        "b10_abcdefgh.x",
        "sky_0123456789ab.0123456789abcdef",
        "bt-live-0123456789abcdef",
        "keys_0123456789abcdef",
        "token_0123456789abcdef",
        "eyJabcde.1234567890ABCDEFGHIJKL1234567890",
        "secretss.1234567890ABCDEFGHIJKL1234567890",
        "secrets.1234567890ABCDEFGHIJKL1234567890",
        "MYKEYABC.1234567890ABCDEFGHIJKL1234567890",
        "c2VjcmV0LWtleS1vZi1iYXNldGVuLTAwMDAwMDAwMDAwMDAwMA==",
        "a2V5a2V5a2V5a2V5key=",
        "key:with:colons",
        "a+b/c_d-e~f!g#h",
        "ABCDEF0123456789ABCDEF0123456789",
        "0f8fad5b-d9cb-469f-a165-70867728950e",
        "xyx.xxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        "two words"
      })
  void whatMayBeAKeyPasses(String text) {
    assertThat(NotAKey.of(text)).isEmpty();
  }

  @Test
  void anAccessTokenOfBasetenPasses() {
    assertThat(NotAKey.of(token("{\"iss\":\"https://api.baseten.co\"}"))).isEmpty();
    assertThat(NotAKey.of(token("{\"sub\":1, \"iss\" : \"baseten.co/x\"}"))).isEmpty();
  }

  @Test
  void randomKeysOfKnownShapesPass() {
    Random random = new Random(20261129);
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    for (int i = 0; i < 100_000; i++) {
      StringBuilder key = new StringBuilder(i % 2 == 0 ? "b10_" : "");
      int prefix = i % 3 == 0 ? 7 : 8;
      for (int j = 0; j < prefix + 33; j++) {
        key.append(j == prefix ? '.' : alphabet.charAt(random.nextInt(alphabet.length())));
      }
      assertThat(NotAKey.of(key.toString())).as(key.toString()).isEmpty();
    }
  }

  @Test
  void aLongTextIsLookedAtInTimeThatGrowsWithItsLength() {
    for (String part :
        List.of("your", "a", "\"", "$", "x", "key ", "token=", "=", "\n", "{", "****")) {
      String text = part.repeat(4096 / part.length());
      NotAKey.of(text);
      NotAKey.of(text + "!");
    }
  }
}
