package io.github.basetenci.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreFilesTest {
  private static final Duration SHORT = Duration.ofMillis(50);
  private static final Duration LONG = Duration.ofHours(1);

  @TempDir Path base;
  private Path directory;
  private Path first;
  private Path second;

  @BeforeEach
  void inARealDirectory() throws IOException {
    directory = base.toRealPath();
    first = directory.resolve(".trussrc");
    second = directory.resolve("config/baseten/auth.json");
  }

  @Test
  void aNewFileIsPrivateInPrivateDirectoriesAndAlone() throws Exception {
    assertThat(write(second, "new").notes()).isEmpty();
    assertThat(second).hasContent("new");
    assertThat(mode(second)).isEqualTo("rw-------");
    assertThat(mode(directory.resolve("config"))).isEqualTo("rwx------");
    assertThat(mode(second.getParent())).isEqualTo("rwx------");
    assertThat(names(second.getParent())).containsExactly("auth.json");
  }

  @Test
  void oneFileIsWrittenPrivateAndDeleted() throws Exception {
    StoreFiles files = new StoreFiles();

    files.write(second, "one".getBytes(UTF_8));
    assertThat(second).hasContent("one");
    assertThat(mode(second)).isEqualTo("rw-------");

    files.delete(second);
    files.delete(second);
    assertThat(second).doesNotExist();
    assertThat(names(second.getParent())).isEmpty();
  }

  @Test
  void theModeOfAnExistingDirectoryStays() throws Exception {
    Files.createDirectories(second.getParent());
    chmod(second.getParent(), "rwxr-x---");
    write(second, "new");
    assertThat(mode(second.getParent())).isEqualTo("rwxr-x---");
  }

  @Test
  void anExistingLooserFileIsTightenedAndThatIsSaid() throws Exception {
    Files.writeString(first, "old");
    chmod(first, "rw-r--r--");
    assertThat(write(first, "new").notes())
        .containsExactly("Tightened " + first + " from 0644 to 0600.");
    assertThat(mode(first)).isEqualTo("rw-------");
  }

  @Test
  void theSameContentIsTightenedTooAndOtherwiseLeftAlone() throws Exception {
    Files.writeString(first, "same");
    chmod(first, "rw-rw-r--");
    assertThat(write(first, "same").notes()).hasSize(1);
    Object inode = Files.getAttribute(first, "unix:ino");
    assertThat(write(first, "same").notes()).isEmpty();
    assertThat(Files.getAttribute(first, "unix:ino")).isEqualTo(inode);
  }

  @Test
  void aFileBehindALinkIsReplacedAndTheLinkStays() throws Exception {
    Path target = Files.createDirectory(directory.resolve("dotfiles")).resolve("rc");
    Files.writeString(target, "old");
    Path middle = Files.createSymbolicLink(directory.resolve("middle"), Path.of("dotfiles/rc"));
    Files.createSymbolicLink(first, middle);
    write(first, "new");
    assertThat(Files.isSymbolicLink(first)).isTrue();
    assertThat(Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS)).isTrue();
    assertThat(target).hasContent("new");
    assertThat(names(directory)).containsExactly(".trussrc", "dotfiles", "middle");
  }

  @Test
  void aLinkToNothingCreatesItsTarget() throws Exception {
    Files.createSymbolicLink(first, Path.of("rc"));
    write(first, "new");
    assertThat(directory.resolve("rc")).hasContent("new");
    assertThat(Files.isSymbolicLink(first)).isTrue();
  }

  @Test
  void linksInACircleAreOneSentence() throws Exception {
    Files.createSymbolicLink(first, Path.of("b"));
    Files.createSymbolicLink(directory.resolve("b"), Path.of(".trussrc"));
    assertThatThrownBy(() -> write(first, "new"))
        .isInstanceOf(StoreException.class)
        .hasMessage(
            "cannot use " + first + ": symbolic links lead in a circle; remove one of them");
  }

  @Test
  void aDeletedFileIsGoneWithWhateverWasMadeForIt() throws Exception {
    Files.writeString(first, "old");
    edit(first, FileEdit.delete(new byte[0]));
    edit(second, FileEdit.delete(new byte[0]));
    assertThat(names(directory)).isEmpty();
  }

  @Test
  void aDeletedFileBehindALinkIsEmptied() throws Exception {
    Path target = Files.writeString(directory.resolve("rc"), "old");
    Files.createSymbolicLink(first, target);
    edit(first, FileEdit.delete("{}".getBytes(UTF_8)));
    assertThat(target).hasContent("{}");
    assertThat(Files.isSymbolicLink(first)).isTrue();
  }

  @Test
  void aFileWithoutAnEditStays() throws Exception {
    Files.writeString(first, "old");
    var updated =
        new StoreFiles()
            .update(
                List.of(first, second),
                LONG,
                current -> {
                  assertThat(current.get(first)).hasValueSatisfying(b -> assertThat(b).hasSize(3));
                  assertThat(current.get(second)).isEmpty();
                  return new Change.Result<>(Map.of(), "value");
                });
    assertThat(updated.value()).isEqualTo("value");
    assertThat(first).hasContent("old");
    assertThat(names(directory)).containsExactly(".trussrc");
  }

  @Test
  void aChangeThatFailsChangesNothing() throws Exception {
    Files.writeString(first, "old");
    assertThatThrownBy(
            () ->
                new StoreFiles()
                    .update(
                        List.of(first, second),
                        LONG,
                        current -> {
                          throw StoreException.in(first, "is broken");
                        }))
        .isInstanceOf(StoreException.class);
    assertThat(first).hasContent("old");
    assertThat(names(directory)).containsExactly(".trussrc");
  }

  @Test
  void theFirstFileIsRestoredWhenTheSecondCannotBeReplaced() throws Exception {
    Files.writeString(first, "old");
    chmod(first, "rw-r-----");
    Object inode = Files.getAttribute(first, "unix:ino");
    StoreFiles files =
        new StoreFiles(
            step -> {
              if (step == WriteStep.AFTER_FIRST_RENAME) {
                assertThat(first).hasContent("new");
                makeDirectory(second);
              }
            });
    assertThatThrownBy(() -> writeBoth(files))
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith("cannot replace " + second + ": ");
    assertThat(first).hasContent("old");
    assertThat(mode(first)).isEqualTo("rw-r-----");
    assertThat(Files.getAttribute(first, "unix:ino")).isEqualTo(inode);
    assertThat(names(directory)).containsExactly(".trussrc", "config");
    assertThat(names(second.getParent())).containsExactly("auth.json");
  }

  @Test
  void aNewFirstFileIsRemovedAgainWhenTheSecondCannotBeReplaced() throws Exception {
    StoreFiles files =
        new StoreFiles(
            step -> {
              if (step == WriteStep.AFTER_FIRST_RENAME) {
                makeDirectory(second);
              }
            });
    assertThatThrownBy(() -> writeBoth(files)).isInstanceOf(StoreException.class);
    assertThat(first).doesNotExist();
  }

  @Test
  void anErrorOfTheHookLeavesNoTemporaryFile() throws Exception {
    Files.writeString(first, "old");
    for (WriteStep step : WriteStep.values()) {
      if (step.compareTo(WriteStep.AFTER_LAST_RENAME) >= 0) {
        continue;
      }
      StoreFiles files =
          new StoreFiles(
              reached -> {
                if (reached == step) {
                  throw new IllegalStateException(step.name());
                }
              });
      assertThatThrownBy(() -> writeBoth(files)).hasMessage(step.name());
      assertThat(first).hasContent("old");
      assertThat(names(directory)).containsExactly(".trussrc");
    }
  }

  @Test
  void stepsAreReportedInOrder() throws Exception {
    List<WriteStep> steps = new ArrayList<>();
    writeBoth(new StoreFiles(steps::add));
    assertThat(steps)
        .containsExactly(
            WriteStep.AFTER_LOCK,
            WriteStep.AFTER_CREATE,
            WriteStep.MID_WRITE,
            WriteStep.AFTER_FSYNC,
            WriteStep.AFTER_CREATE,
            WriteStep.MID_WRITE,
            WriteStep.AFTER_FSYNC,
            WriteStep.PREPARED,
            WriteStep.AFTER_FIRST_RENAME,
            WriteStep.AFTER_LAST_RENAME,
            WriteStep.AFTER_CLEANUP,
            WriteStep.DONE);
  }

  @Test
  void whatAKilledRunLeftIsSweptAndNothingElse() throws Exception {
    Files.writeString(directory.resolve(".trussrc.baseten-ci.0123456789abcdef.tmp"), "key");
    Files.writeString(directory.resolve(".trussrc.baseten-ci.lock"), "");
    Files.writeString(directory.resolve(".trussrc.baseten-ci.mine.tmp"), "");
    Files.writeString(directory.resolve(".other.baseten-ci.0123456789abcdef.tmp"), "");
    write(first, "new");
    assertThat(names(directory))
        .containsExactly(
            ".other.baseten-ci.0123456789abcdef.tmp", ".trussrc", ".trussrc.baseten-ci.mine.tmp");
  }

  @Test
  void anotherThreadWaitsAndThenGivesUpInOneSentence() throws Exception {
    CompletableFuture<Throwable> other = new CompletableFuture<>();
    new StoreFiles()
        .update(
            List.of(first),
            LONG,
            current -> {
              other.complete(
                  CompletableFuture.supplyAsync(() -> failureOf(() -> write(first, "x", SHORT)))
                      .join());
              return new Change.Result<>(Map.of(), "");
            });
    assertThat(other.get())
        .isInstanceOf(StoreException.class)
        .hasMessage(
            first + ": another run is changing it and does not end; wait for that run, or end it");
    write(first, "x");
  }

  @Test
  void threadsThatUpdateAtOnceLoseNothing() throws Exception {
    List<CompletableFuture<Void>> all = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      String line = i + "\n";
      all.add(CompletableFuture.runAsync(() -> assertThat(failureOf(() -> append(line))).isNull()));
    }
    CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).join();
    assertThat(Files.readAllLines(first)).hasSize(16).doesNotHaveDuplicates();
  }

  @Test
  void aLockFileThatIsALinkIsRefused() throws Exception {
    Path victim = Files.writeString(directory.resolve("victim"), "untouched");
    Files.createSymbolicLink(directory.resolve(".trussrc.baseten-ci.lock"), victim);
    assertThatThrownBy(() -> write(first, "new"))
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith("cannot lock " + first + ": ");
    assertThat(victim).hasContent("untouched");
  }

  @Test
  void whatIsNoRegularFileIsRefused() throws Exception {
    Files.createDirectory(first);
    assertThatThrownBy(() -> write(first, "new"))
        .isInstanceOf(StoreException.class)
        .hasMessage(first + ": is not a regular file; choose another path");
    assertThatThrownBy(() -> new StoreFiles().read(first)).isInstanceOf(StoreException.class);
    assertThatThrownBy(() -> write(Path.of("/dev/null"), "new"))
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith("/dev/null: ");
  }

  @Test
  void aPathThroughAFileIsOneSentence() throws Exception {
    Files.writeString(first, "");
    assertThatThrownBy(() -> write(first.resolve("auth.json"), "new"))
        .isInstanceOf(StoreException.class)
        .hasMessageEndingWith("a part of the path is not a directory; choose another path");
    assertThatThrownBy(() -> new StoreFiles().read(first.resolve("auth.json")))
        .isInstanceOf(StoreException.class);
  }

  @Test
  void aDirectoryThatIsALinkToNothingIsOneSentence() throws Exception {
    Files.createSymbolicLink(directory.resolve("config"), Path.of("nowhere"));
    assertThatThrownBy(() -> write(second, "new"))
        .isInstanceOf(StoreException.class)
        .hasMessage(
            "cannot lock "
                + second
                + ": a part of the path is not a directory; choose another path");
  }

  @Test
  void twoStoresInOneFileAreRefused() throws Exception {
    Files.writeString(first, "old");
    Path link = Files.createSymbolicLink(directory.resolve("link"), first);
    assertThatThrownBy(
            () ->
                new StoreFiles()
                    .update(
                        List.of(first, link), LONG, current -> new Change.Result<>(Map.of(), "")))
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith(link + ": ");
  }

  @Test
  void readingAFileThatIsTooLargeIsRefused() throws Exception {
    try (FileChannel large =
        FileChannel.open(first, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      large.write(ByteBuffer.wrap(new byte[1]), 1L << 30);
    }
    assertThatThrownBy(() -> new StoreFiles().read(first)).isInstanceOf(StoreException.class);
  }

  @Test
  void aMissingFileReadsAsNothing() throws Exception {
    assertThat(new StoreFiles().read(second)).isEmpty();
  }

  private interface Attempt {
    void run() throws Exception;
  }

  private static Throwable failureOf(Attempt attempt) {
    try {
      attempt.run();
      return null;
    } catch (Exception e) {
      return e;
    }
  }

  private void append(String line) throws StoreException {
    new StoreFiles()
        .update(
            List.of(first),
            LONG,
            current -> {
              String old = new String(current.get(first).orElse(new byte[0]), UTF_8);
              FileEdit edit = FileEdit.write((old + line).getBytes(UTF_8));
              return new Change.Result<>(Map.of(first, edit), "");
            });
  }

  private static StoreFiles.Updated<String> write(Path file, String text) throws StoreException {
    return write(file, text, LONG);
  }

  private static StoreFiles.Updated<String> write(Path file, String text, Duration timeout)
      throws StoreException {
    FileEdit edit = FileEdit.write(text.getBytes(UTF_8));
    return new StoreFiles()
        .update(List.of(file), timeout, current -> new Change.Result<>(Map.of(file, edit), ""));
  }

  private static void edit(Path file, FileEdit edit) throws StoreException {
    new StoreFiles()
        .update(List.of(file), LONG, current -> new Change.Result<>(Map.of(file, edit), ""));
  }

  private void writeBoth(StoreFiles files) throws StoreException {
    Map<Path, FileEdit> edits = new HashMap<>();
    edits.put(first, FileEdit.write("new".getBytes(UTF_8)));
    edits.put(second, FileEdit.write("new".getBytes(UTF_8)));
    files.update(List.of(first, second), LONG, current -> new Change.Result<>(edits, ""));
  }

  /** Something at a path that no rename can replace. */
  private static void makeDirectory(Path path) {
    try {
      Files.createDirectories(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void chmod(Path path, String mode) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> children = Files.list(directory)) {
      return children.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }
}
