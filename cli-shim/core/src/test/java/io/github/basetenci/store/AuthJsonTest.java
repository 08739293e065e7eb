package io.github.basetenci.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.basetenci.key.ApiKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthJsonTest {
  private static final Path FILE = Path.of("/home/me/.config/baseten/auth.json");
  private static final String URL = "https://app.baseten.co";

  private static final String GENERATION_2 =
      """
      {
        "version": 1,
        "current": "ci",
        "profiles": {
          "ci": {
            "remote_url": "https://app.baseten.co",
            "auth_type": "api_key",
            "api_key": "abc.def"
          },
          "me@example.com": {
            "remote_url": "https://app.baseten.co",
            "auth_type": "oauth",
            "oauth_credential": {
              "access_token": "AT",
              "refresh_token": "RT",
              "expiry": "2026-08-18T12:34:56.12+02:00"
            }
          },
          "stored-in-keyring": {
            "remote_url": "https://app.baseten.co",
            "auth_type": "api_key"
          }
        }
      }
      """;

  private static final String GENERATION_1 =
      """
      {
        "version": 1,
        "hosts": {
          "https://app.baseten.co": {
            "active_user": "ci",
            "users": {
              "ci": {
                "auth_type": "api_key",
                "api_key": "abc.def"
              }
            }
          }
        }
      }
      """;

  @Test
  void anEmptyStoreHasGosBytes() {
    assertThat(text(AuthJson.empty())).isEqualTo("{\n  \"version\": 1,\n  \"profiles\": {}\n}\n");
    assertThat(AuthJson.empty().isEmptyStore()).isTrue();
  }

  @Test
  void aFirstLoginHasGosBytes() throws Exception {
    AuthJson store = AuthJson.empty().withApiKey("ci", URL, ApiKey.of("abc.def"), true);
    assertThat(text(store))
        .isEqualTo(
            """
            {
              "version": 1,
              "current": "ci",
              "profiles": {
                "ci": {
                  "remote_url": "https://app.baseten.co",
                  "auth_type": "api_key",
                  "api_key": "abc.def"
                }
              }
            }
            """);
    assertThat(store.without("ci").isEmptyStore()).isTrue();
    assertThat(text(store.without("ci"))).isEqualTo(text(AuthJson.empty()));
  }

  @Test
  void aFirstLoginByLabelHasTheBytesOfVersion01() throws Exception {
    AuthJson store = AuthJson.empty().withHostUser(URL, "ci", ApiKey.of("abc.def"));
    assertThat(text(store)).isEqualTo(GENERATION_1);
    assertThat(store.withoutHostUser(URL, "ci").isEmptyStore()).isTrue();
  }

  @Test
  void readsEveryKindOfProfile() throws Exception {
    AuthJson store = parse(GENERATION_2);
    assertThat(store.profiles()).containsExactly("ci", "me@example.com", "stored-in-keyring");
    assertThat(store.current()).contains("ci");
    assertThat(store.profile("ci"))
        .contains(new AuthProfile("ci", URL, "api_key", "abc.def", false));
    assertThat(store.profile("me@example.com"))
        .contains(new AuthProfile("me@example.com", URL, "oauth", null, true));
    assertThat(store.profile("stored-in-keyring"))
        .contains(new AuthProfile("stored-in-keyring", URL, "api_key", null, false));
    assertThat(store.profile("none")).isEmpty();
  }

  @Test
  void readsTheHostsOfVersion01() throws Exception {
    AuthHost host = parse(GENERATION_1).hosts().get(URL);
    assertThat(host.activeUser()).isEqualTo("ci");
    assertThat(host.users())
        .containsExactly(new AuthProfile("ci", URL, "api_key", "abc.def", false));
  }

  @Test
  void loginAndLogoutOfANewProfileGiveBackGosFile() throws Exception {
    AuthJson in = parse(GENERATION_2).withApiKey("new", URL, ApiKey.of("x.y"), false);
    assertThat(in.profiles()).containsExactly("ci", "me@example.com", "new", "stored-in-keyring");
    assertThat(text(in.without("new"))).isEqualTo(GENERATION_2);
  }

  @Test
  void profilesAreSortedByTheirBytes() throws Exception {
    ApiKey key = ApiKey.of("x.y");
    AuthJson store = AuthJson.empty();
    for (String name : new String[] {"b", "\ud83d\ude00", "a", "B", "\uff21", "ab"}) {
      store = store.withApiKey(name, URL, key, false);
    }
    assertThat(store.profiles()).containsExactly("B", "a", "ab", "b", "\uff21", "\ud83d\ude00");
  }

  @Test
  void keepsUnknownMembersOrderAndTheOtherLayout() throws Exception {
    AuthJson store =
        parse(
            "{\"x\":[1.50,{}],\"hosts\":{\"h\":{\"new\":1,\"users\":{}}},\"Profiles\":{\"z\":{},"
                + "\"a\":{\"note\":\"<\",\"API_KEY\":\"old\",\"oauth_credential\":{}}}}");
    assertThat(text(store.withApiKey("a", URL, ApiKey.of("x.y"), true)))
        .isEqualTo(
            """
            {
              "version": 1,
              "current": "a",
              "x": [
                1.50,
                {}
              ],
              "hosts": {
                "h": {
                  "new": 1,
                  "users": {}
                }
              },
              "Profiles": {
                "z": {},
                "a": {
                  "remote_url": "https://app.baseten.co",
                  "auth_type": "api_key",
                  "note": "\\u003c",
                  "API_KEY": "x.y"
                }
              }
            }
            """);
  }

  @Test
  void aChangeThatChangesNothingKeepsTheBytes() throws Exception {
    String compact = "{\"profiles\":{\"ci\":{\"api_key\":\"abc.def\"}}}";
    assertThat(text(parse(compact))).isEqualTo(compact);
    assertThat(text(parse(compact).without("other"))).isEqualTo(compact);
    AuthJson go = parse(GENERATION_2);
    assertThat(go.withApiKey("ci", URL, ApiKey.of("abc.def"), true)).isSameAs(go);
  }

  @Test
  void logoutOfTheCurrentProfileLeavesNoneCurrent() throws Exception {
    AuthJson out = parse(GENERATION_2).without("ci");
    assertThat(out.current()).isEmpty();
    assertThat(text(out)).doesNotContain("current").doesNotContain("abc.def");
    assertThat(parse(GENERATION_2).without("me@example.com").current()).contains("ci");
  }

  @Test
  void logoutByLabelKeepsTheOtherLabels() throws Exception {
    AuthJson two = parse(GENERATION_1).withHostUser(URL, "a", ApiKey.of("x.y"));
    assertThat(two.hosts().get(URL).activeUser()).isEqualTo("a");
    assertThat(text(two.withoutHostUser(URL, "a")))
        .isEqualTo(GENERATION_1.replace("\"active_user\": \"ci\"", "\"active_user\": \"\""));
    assertThat(two.withoutHostUser(URL, "none")).isSameAs(two);
  }

  @Test
  void switchNamesAnExistingProfile() throws Exception {
    AuthJson store = parse(GENERATION_2);
    assertThat(store.withCurrent("stored-in-keyring").current()).contains("stored-in-keyring");
    assertThatThrownBy(() -> store.withCurrent("none"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void matchesMemberNamesAsGoDoes() throws Exception {
    AuthJson store =
        parse(
            "{\"CURRENT\":\"a\",\"profile\u017f\":{\"a\":{\"api_\u212aey\":\"k\",\"AUTH_TYPE\":null}}}");
    assertThat(store.current()).contains("a");
    assertThat(store.profile("a")).contains(new AuthProfile("a", "", "", "k", false));
    assertThat(parse("{\"prof\u0130les\":5}").profiles()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                                    | line 1",
        "'{\"version\":1,\n\n\"current\":secret}' | line 3",
        "'{} x'                                | line 1",
        "'\ufeff{}'                            | line 1",
        "'[]'                                  | is not an object",
        "'{\"version\":\"1\"}'                 | version is not a whole number",
        "'{\"version\":1.5}'                   | version is not a whole number",
        "'{\"current\":5}'                     | current is not a string",
        "'{\"profiles\":[]}'                   | profiles is not an object",
        "'{\"profiles\":{\"x\":\"k\"}}'        | login x is not an object",
        "'{\"profiles\":{\"x\":{\"api_key\":1}}}' | api_key is not a string",
        "'{\"hosts\":{\"h\":{\"users\":[]}}}'  | users is not an object",
        "'{\"current\":\"a\",\"Current\":\"b\"}' | current is there in two spellings",
        "'{\"x\":\"\\ud800\"}'                 | not valid Unicode",
      })
  void aBrokenFileIsAnErrorThatNamesThePlace(String file, String place) {
    assertThatThrownBy(() -> parse(file))
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith(FILE + ": ")
        .hasMessageContaining(place)
        .hasMessageNotContaining("secret");
  }

  @Test
  void namesTheLineOfBytesThatAreNotUtf8() {
    byte[] bytes = "{\n\"current\": \"\u00e4\"}".getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> AuthJson.parse(FILE, bytes))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("line 2 is not valid UTF-8");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "null",
        "{\"version\":1,\"profiles\":null}",
        "{\"profiles\":{},\"hosts\":{}}",
        "{\"current\":\"\"}"
      })
  void recognizesAStoreWithoutLogins(String file) throws Exception {
    assertThat(parse(file).isEmptyStore()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"x\":1}", "{\"current\":\"a\"}", "{\"profiles\":{\"a\":{}}}"})
  void recognizesAStoreThatIsNotEmpty(String file) throws Exception {
    assertThat(parse(file).isEmptyStore()).isFalse();
  }

  @Test
  void aProfileNeverPrintsItsKey() throws Exception {
    assertThat(parse(GENERATION_2).profile("ci").orElseThrow())
        .asString()
        .doesNotContain("abc.def");
  }

  @Test
  void refusesNamesThatHideThemselves() throws Exception {
    assertThatThrownBy(() -> AuthJson.checkName("")).isInstanceOf(InvalidNameException.class);
    assertThatThrownBy(() -> AuthJson.checkName("a\u001b[31m"))
        .isInstanceOf(InvalidNameException.class)
        .hasMessageNotContaining("\u001b");
    AuthJson.checkName("me@example.com:host");
  }

  private static AuthJson parse(String text) throws StoreException {
    return AuthJson.parse(FILE, text.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(AuthJson store) {
    return new String(store.toBytes(), StandardCharsets.UTF_8);
  }
}
