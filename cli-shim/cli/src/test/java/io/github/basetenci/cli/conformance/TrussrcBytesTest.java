package io.github.basetenci.cli.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.json.JsonValue;
import io.github.basetenci.json.JsonValue.JsonObject;
import io.github.basetenci.json.JsonValue.JsonString;
import io.github.basetenci.store.PythonConfigparser;
import io.github.basetenci.testing.Fixture;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Our command on trussrc files as people write them, read by Python's own configparser. */
class TrussrcBytesTest {
  /** A name that has to be written otherwise than it reads. */
  private static final String TEAM = "50% of %(us)s";

  private static final Map<String, String> FILES = new LinkedHashMap<>();

  static {
    FILES.put("empty", "");
    FILES.put("comments alone", "# nothing yet\n; still nothing\n");
    FILES.put("other remotes", "[a]\nremote_url = u\n\n[b]\nteam = t\n\n");
    FILES.put("comments and a team", "# top\n[a]\n; in\nteam = t\n\n# after\n[b]\nx = 1\n# end\n");
    FILES.put("CRLF", "[a]\r\nremote_url = u\r\nteam = t\r\n\r\n");
    FILES.put("no newline at the end", "[a]\nteam = t");
    FILES.put("CRLF and none at the end", "[a]\r\nteam = t");
    FILES.put("a comment at the end", "[a]\nteam = t\n# end");
    FILES.put("blanks at the end", "[a]\nteam = t\n\n   \n\n");
    FILES.put("defaults", "[DEFAULT]\nteam = all\n\n[a]\nteam = own\n");
    FILES.put("no section but defaults", "[DEFAULT]\nremote_url = u\n");
    FILES.put("lower-case default", "[default]\nteam = t\n");
    FILES.put("colons and capitals", "[a]\nREMOTE_URL: u\nTeam:t\n");
    FILES.put("indented options", "[a]\n  remote_url = u\n  team = t\n");
    FILES.put("a value of several lines", "[a]\nteam = one\n  two\n\n  three\n");
    FILES.put("percent signs", "[a]\nteam = 50%%\nremote_url = %(team)s\n");
    FILES.put("an OAuth login", "[a]\nauth_type = oauth\noauth_access_token = x\n");
    FILES.put("other letters", "# \u00fcber\n[a]\nteam = \u30c1\u30fc\u30e0\n");
  }

  @Fixture private Bench bench;

  @Test
  void aLoginAndLogoutOfANewSectionGiveBackTheSameBytes() throws IOException {
    for (Map.Entry<String, String> file : FILES.entrySet()) {
      bench.given(bench.trussrc(), file.getValue());

      login();
      assertThat(bench.read(bench.trussrc()))
          .as(file.getKey())
          .startsWith(file.getValue())
          .contains(bench.key());
      bench.ours("logout", "--remote", "demo").exits(0);

      assertThat(bench.read(bench.trussrc())).as(file.getKey()).isEqualTo(file.getValue());
      assertThat(Files.exists(bench.trussrc()))
          .as(file.getKey())
          .isNotEqualTo(file.getValue().isEmpty());
    }
  }

  @Test
  void configparserReadsOurLoginBesideEverythingThatWasThere() throws Exception {
    List<byte[]> before = new ArrayList<>();
    List<byte[]> after = new ArrayList<>();
    for (String text : FILES.values()) {
      bench.given(bench.trussrc(), text);
      before.add(Files.readAllBytes(bench.trussrc()));
      login();
      after.add(Files.readAllBytes(bench.trussrc()));
    }
    try (PythonConfigparser python = PythonConfigparser.start()) {
      List<JsonObject> was = sections(python.read(before));
      List<JsonObject> is = sections(python.read(after));
      for (String name : FILES.keySet()) {
        JsonObject read = is.remove(0);
        assertThat(read.without("demo")).as(name).isEqualTo(was.remove(0));
        assertThat(read.object("demo").members())
            .as(name)
            .containsEntry("remote_provider", new JsonString("baseten"))
            .containsEntry("remote_url", new JsonString(bench.url()))
            .containsEntry("auth_type", new JsonString("api_key"))
            .containsEntry("api_key", new JsonString(bench.key()))
            .containsEntry("team", new JsonString(TEAM));
      }
    }
  }

  private static List<JsonObject> sections(List<JsonValue> read) {
    return read.stream()
        .map(file -> ((JsonObject) file).object("values"))
        .collect(Collectors.toCollection(ArrayList::new));
  }

  private void login() {
    bench
        .ourLogin(
            bench.key(), "--remote", "demo", "--store", "truss", "--no-verify", "--team", TEAM)
        .exits(0);
  }
}
