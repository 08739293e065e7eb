package io.github.basetenci;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.github.basetenci.fixture.key.PointsUp;
import io.github.basetenci.fixture.store.Above;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of the fixtures, {@code key} imports {@code store}, and {@code store} nothing. */
class PackageArrowsTest {
  private static final JavaClasses FIXTURES =
      new ClassFileImporter().importClasses(PointsUp.class, Above.class);

  @TempDir Path sources;

  @Test
  void packagesThatImportWhatTheySayAreFine() throws Exception {
    say("key", "/** Keys. Imports: store. */");
    say("store", "/**\n * Stores.\n *\n * <p>Imports: nothing.\n */");
    assertThat(problems()).isEmpty();
  }

  @Test
  void theSentenceMayGoOnInTheNextLine() throws Exception {
    say("key", "/**\n * Keys.\n *\n * <p>Imports:\n * store. And so on.\n */\n@NullMarked");
    say("store", "/** Imports: nothing. */");
    assertThat(problems()).isEmpty();
  }

  @Test
  void anImportThatIsNotSaidIsFound() throws Exception {
    say("key", "/** Imports: nothing. */");
    say("store", "/** Imports: nothing. */");
    assertThat(problems())
        .singleElement()
        .asString()
        .startsWith("key must not import store: ")
        .contains(PointsUp.class.getName(), Above.class.getName());
  }

  @Test
  void anImportThatIsSaidAndNotMadeIsFound() throws Exception {
    say("key", "/** Imports: store, store.files. */");
    say("store", "/** Imports: nothing. */");
    assertThat(problems())
        .containsExactly(
            "key says that it imports store.files and does not; strike it out of its"
                + " package-info.java");
  }

  @Test
  void aCircleIsFound() throws Exception {
    say("key", "/** Imports: store. */");
    say("store", "/** Imports: key. */");
    assertThat(problems())
        .contains(
            "there is a circle: key imports store imports key",
            "there is a circle: store imports key imports store");
  }

  @Test
  void aPackageWithoutTheSentenceOrWithTwoIsFound() throws Exception {
    say("key", "/** Imports: store. Imports: store. */");
    say("store", "/** Stores. */");
    assertThat(problems())
        .contains(
            "key says 2 times what it imports; write one sentence \"Imports: a, b.\" into its"
                + " package-info.java",
            "store says 0 times what it imports; write one sentence \"Imports: a, b.\" into its"
                + " package-info.java");
  }

  @Test
  void aPackageWithoutTheFileIsFound() throws Exception {
    say("key", "/** Imports: store. */");
    assertThat(problems()).containsExactly("store has no package-info.java");
  }

  private List<String> problems() throws IOException {
    return PackageArrows.read(PointsUp.ROOT, sources).problems(FIXTURES);
  }

  private void say(String name, String documentation) throws IOException {
    Path directory = Files.createDirectories(sources.resolve(name));
    Files.writeString(
        directory.resolve("package-info.java"),
        documentation + "\npackage " + PointsUp.ROOT + "." + name + ";\n");
  }
}
