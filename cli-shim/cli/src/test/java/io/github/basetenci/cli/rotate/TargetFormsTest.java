package io.github.basetenci.cli.rotate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.shim.World;
import io.github.basetenci.testing.Fixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every kind of target is where a user looks for it. */
class TargetFormsTest {
  private static final Path PAGES = Path.of("../../docs/rotation");

  /** The refusal of an unknown target lists what {@link TargetKinds} knows. */
  private static final Pattern REFUSAL = Pattern.compile("--target is none of (.*)");

  @Fixture private World world;

  @BeforeEach
  void begin() {
    world.set("BASETEN_API_KEY", World.KEY).set("BASETEN_REMOTE_URL", world.url());
  }

  @Test
  void everyFormIsInTheHelp() {
    // The help breaks lines where it has to.
    String help = world.run("keys", "rotate", "--help").out().replaceAll("\\s+", " ");

    assertThat(forms()).allSatisfy(form -> assertThat(help).contains(form));
  }

  @Test
  void everyFormIsOnAPage() throws IOException {
    String pages =
        Files.readString(PAGES.resolve("command.md"))
            + Files.readString(PAGES.resolve("targets.md"));

    assertThat(forms()).allSatisfy(form -> assertThat(pages).contains("`" + form + "`"));
  }

  private List<String> forms() {
    List<String> forms =
        REFUSAL
            .matcher(world.run("keys", "rotate", "-t", "nowhere").err())
            .results()
            .flatMap(found -> Pattern.compile(", ").splitAsStream(found.group(1).strip()))
            .toList();
    assertThat(forms).hasSizeGreaterThan(5).contains("trussrc:REMOTE");
    return forms;
  }
}
