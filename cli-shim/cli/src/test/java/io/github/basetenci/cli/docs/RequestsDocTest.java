package io.github.basetenci.cli.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.sandbox.RequestEntry;
import io.github.basetenci.shim.KeylessWorld;
import io.github.basetenci.shim.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the commands of docs/conformance/requests.md, and compares what they ask the server. */
class RequestsDocTest {
  private static final Path PAGE = Markdown.ROOT.resolve("docs/conformance/requests.md");
  private static final Pattern ROW = Pattern.compile("^\\| `([^`]+)` \\| (.*) \\|$");
  private static final Pattern REQUEST = Pattern.compile("`([A-Z]+ [^`]+)`(?: (\\d+) times)?");

  @TempDir Path home;

  @Test
  void eachCommandAsksWhatItsRowSays() throws IOException {
    List<Matcher> rows = rows(0);
    assertThat(rows).hasSizeGreaterThan(20);
    Files.writeString(home.resolve("config.yaml"), "secrets:\n  hf_access_token: null\n");
    Files.writeString(
        home.resolve("fleet.yaml"),
        """
        version: 1
        workspaces: {acme: {minting-key: {env: BASETEN_API_KEY}}}
        keys: [{name: marker, targets: [file:ci.key]}]
        """);

    try (World world = new World(home).set("BASETEN_API_KEY", World.KEY).set("VALUE", "a value")) {
      assertThat(wrong(world, rows)).isEmpty();
    }
  }

  @Test
  void withoutAKeyEachCommandAsksWhatItsRowSays() throws IOException {
    List<Matcher> rows = rows(1);
    assertThat(rows).hasSizeGreaterThan(4);

    try (KeylessWorld keyless = new KeylessWorld(home)) {
      World world = keyless.world().set("BASETEN_TRUST_RULE", KeylessWorld.RULE);

      assertThat(wrong(world, rows)).isEmpty();
    }
  }

  /** The rows of the table with a key (0), or without one (1). */
  private static List<Matcher> rows(int table) throws IOException {
    String[] tables = Files.readString(PAGE).split("\n## Without a key\n");
    assertThat(tables).hasSize(2);
    return tables[table].lines().map(ROW::matcher).filter(Matcher::find).toList();
  }

  private static List<String> wrong(World world, List<Matcher> rows) {
    List<String> wrong = new ArrayList<>();
    for (Matcher row : rows) {
      int before = world.sandbox().requests().size();

      World.Run run = world.run(row.group(1).split(" "));

      List<RequestEntry> all = world.sandbox().requests();
      List<String> asked =
          all.subList(before, all.size()).stream()
              .map(request -> request.method() + " " + general(request.path()))
              .toList();
      if (run.code() != 0 || !asked.equals(requests(row.group(2)))) {
        wrong.add("%s asked %s, and ended with %s".formatted(row.group(1), asked, run));
      }
    }
    return wrong;
  }

  private static List<String> requests(String cell) {
    return REQUEST
        .matcher(cell)
        .results()
        .flatMap(
            request ->
                Collections.nCopies(
                    request.group(2) == null ? 1 : Integer.parseInt(request.group(2)),
                    request.group(1))
                    .stream())
        .collect(Collectors.toList());
  }

  private static String general(String path) {
    return path.replaceAll("/api_keys/.+", "/api_keys/PREFIX")
        .replaceAll("/secrets/.+", "/secrets/ID")
        .replaceAll("/teams/[^/]+/", "/teams/ID/");
  }
}
