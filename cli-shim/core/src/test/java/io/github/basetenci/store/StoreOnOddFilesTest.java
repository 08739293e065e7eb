package io.github.basetenci.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Full, read-only and foreign places: one sentence, nothing lost, nothing left. What is mounted is
 * mounted in a name space that ends with its process; a machine that permits none skips the test.
 */
class StoreOnOddFilesTest {
  private static final int NOBODY = 65534;

  /** What a script ends with when the machine does not let it do its preparation. */
  private static final int CANNOT_PREPARE = 77;

  private static final String OLD = "[old]\nk = v\n";

  @TempDir Path base;
  private Path directory;
  private Path trussrc;
  private Path authJson;

  @BeforeEach
  void anOldTrussrc() throws IOException {
    directory = Files.createDirectories(base.toRealPath().resolve("home"));
    trussrc = directory.resolve(".trussrc");
    authJson = directory.resolve("auth.json");
    Files.writeString(trussrc, OLD);
  }

  @Test
  void aFullDiskLosesNothing() throws Exception {
    assertThat(
            mounted(
                """
                mount -t tmpfs -o size=128k tmpfs "$home" || exit 77
                printf '[old]\\nk = v\\n' >"$home/.trussrc"
                head -c 1000000 /dev/zero >"$home/fill" 2>/dev/null || :
                "$@" login "$home/.trussrc" "$home/auth.json" new || echo "exit $?"
                cat "$home/.trussrc"
                ls -A "$home"
                """))
        .isEqualTo(
            "error: cannot write "
                + trussrc
                + ": the disk is full; free some space and run it again\nexit 1\n"
                + OLD
                + ".trussrc\nfill\n");
  }

  @Test
  void aLogoutThatEmptiesTheFileNeedsNoSpace() throws Exception {
    assertThat(
            mounted(
                """
                mount -t tmpfs -o size=128k tmpfs "$home" || exit 77
                printf '[old]\\nk = v\\n' >"$home/.trussrc"
                head -c 1000000 /dev/zero >"$home/fill" 2>/dev/null || :
                "$@" logout "$home/.trussrc" "$home/auth.json" old || echo "exit $?"
                ls -A "$home"
                """))
        .isEqualTo("fill\n");
  }

  @Test
  void aReadOnlyDirectoryIsOneSentence() throws Exception {
    assertThat(
            mounted(
                """
                mount --bind "$home" "$home" || exit 77
                mount -o remount,bind,ro "$home" || exit 77
                "$@" login "$home/.trussrc" "$home/auth.json" new || echo "exit $?"
                """))
        .isEqualTo(
            "error: cannot lock "
                + authJson
                + ": the file system is read-only; choose a path on a writable one\nexit 1\n");
    assertThat(trussrc).hasContent(OLD);
  }

  @Test
  void aFileThatIsMountedOnItsOwnIsOneSentence() throws Exception {
    String sentence =
        "error: cannot replace "
            + trussrc
            + ": it is mounted on its own, so it cannot be replaced safely; mount its directory"
            + " instead\nexit 1\n";
    assertThat(
            mounted(
                """
                cp "$home/.trussrc" "$home/../other"
                mount --bind "$home/../other" "$home/.trussrc" || exit 77
                "$@" login "$home/.trussrc" "$home/auth.json" new || echo "exit $?"
                "$@" logout "$home/.trussrc" "$home/auth.json" old || echo "exit $?"
                cat "$home/.trussrc"
                ls -A "$home"
                """))
        .isEqualTo(sentence + sentence + OLD + ".trussrc\n");
  }

  @Test
  void theTrussrcIsRestoredWhenAuthJsonIsMountedOnItsOwn() throws Exception {
    String empty = "{\"profiles\":{}}";
    Files.writeString(authJson, empty);
    Object inode = Files.getAttribute(trussrc, "unix:ino");
    assertThat(
            mounted(
                """
                cp "$home/auth.json" "$home/../other"
                mount --bind "$home/../other" "$home/auth.json" || exit 77
                "$@" login "$home/.trussrc" "$home/auth.json" new || echo "exit $?"
                cat "$home/auth.json"
                """))
        .startsWith("error: cannot replace " + authJson + ": it is mounted on its own")
        .endsWith("exit 1\n" + empty);
    assertThat(trussrc).hasContent(OLD);
    assertThat(Files.getAttribute(trussrc, "unix:ino")).isEqualTo(inode);
    assertThat(names()).containsExactly(".trussrc", "auth.json");
  }

  @Test
  void aDirectoryWithoutPermissionIsOneSentence() throws Exception {
    if (isRoot()) {
      Files.setAttribute(directory, "unix:uid", NOBODY);
    } else {
      chmod("r-x------");
    }
    assertThat(
            unprivileged(
                """
                "$@" login "$home/.trussrc" "$home/auth.json" new || echo "exit $?"
                """))
        .isEqualTo(
            "error: cannot lock "
                + authJson
                + ": permission denied; run as the owner of the file, or correct the"
                + " permissions\nexit 1\n");
    assertThat(trussrc).hasContent(OLD);
    chmod("rwx------");
  }

  @Test
  void anOwnerThatCannotBeKeptIsSaid() throws Exception {
    assumeRoot();
    Files.setAttribute(trussrc, "unix:uid", NOBODY);
    assertThat(
            unprivileged(
                """
                "$@" login "$home/.trussrc" "$home/auth.json" new || echo "exit $?"
                """))
        .isEqualTo(
            "Tightened "
                + trussrc
                + " from 0644 to 0600.\n"
                + trussrc
                + " belonged to another user and now belongs to you.\n");
    assertThat(Files.getAttribute(trussrc, "unix:uid")).isEqualTo(0);
  }

  @Test
  void rootKeepsTheOwnerAndGroupOfAFile() throws Exception {
    assumeRoot();
    Files.setAttribute(trussrc, "unix:uid", NOBODY);
    Files.setAttribute(trussrc, "unix:gid", NOBODY);
    write(trussrc);
    assertThat(trussrc).hasContent("new");
    assertThat(Files.getAttribute(trussrc, "unix:uid")).isEqualTo(NOBODY);
    assertThat(Files.getAttribute(trussrc, "unix:gid")).isEqualTo(NOBODY);
  }

  @Test
  void aLinkOfAnotherUserIsRefused() throws Exception {
    assumeRoot();
    Path link = Files.createSymbolicLink(directory.resolve("link"), trussrc);
    Files.setAttribute(link, "unix:uid", NOBODY, LinkOption.NOFOLLOW_LINKS);
    assertThatThrownBy(() -> write(link))
        .isInstanceOf(StoreException.class)
        .hasMessage(
            link
                + ": is a link that does not belong to the owner of its target; give the real"
                + " path");
    assertThat(trussrc).hasContent(OLD);
  }

  @Test
  void aLinkOfAnotherUserToNothingIsRefused() throws Exception {
    assumeRoot();
    Path target = directory.resolve("planted");
    Path link = Files.createSymbolicLink(directory.resolve("link"), target);
    Files.setAttribute(link, "unix:uid", NOBODY, LinkOption.NOFOLLOW_LINKS);
    assertThatThrownBy(() -> write(link)).isInstanceOf(StoreException.class);
    assertThat(target).doesNotExist();
  }

  private void write(Path file) throws StoreException {
    FileEdit edit = FileEdit.write("new".getBytes(UTF_8));
    new StoreFiles()
        .update(
            List.of(file),
            Duration.ofHours(1),
            current -> new Change.Result<>(Map.of(file, edit), ""));
  }

  /** Runs a script that may mount; {@code $home} is the directory, {@code "$@"} starts a child. */
  private String mounted(String script) throws Exception {
    for (List<String> unshare : List.of(List.of("unshare", "-m"), List.of("unshare", "-m", "-r"))) {
      if (succeeds(unshare)) {
        return run(unshare, script);
      }
    }
    return Assumptions.abort("this machine gives tests no name space to mount in");
  }

  /** Runs a script that has no power over the files of other users. */
  private String unprivileged(String script) throws Exception {
    if (!isRoot()) {
      return run(List.of(), script);
    }
    List<String> unshare = List.of("unshare", "-r");
    Assumptions.assumeTrue(succeeds(unshare), "this machine gives tests no user name space");
    return run(unshare, script);
  }

  private String run(List<String> prefix, String script) throws Exception {
    List<String> command = new ArrayList<>(prefix);
    command.addAll(List.of("sh", "-c", "home=$1; shift; " + script, "sh", directory.toString()));
    command.addAll(List.of(StoreChild.command()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    Assumptions.assumeFalse(
        process.waitFor() == CANNOT_PREPARE, "this machine does not let tests mount: " + said);
    return said;
  }

  private static boolean succeeds(List<String> prefix) throws InterruptedException {
    List<String> command = new ArrayList<>(prefix);
    command.add("true");
    try {
      return new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private void assumeRoot() throws IOException {
    Assumptions.assumeTrue(isRoot(), "only root can give files to another user");
  }

  private boolean isRoot() throws IOException {
    return Files.getAttribute(base, "unix:uid").equals(0);
  }

  private void chmod(String mode) throws IOException {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(mode));
  }

  private List<String> names() throws IOException {
    try (Stream<Path> children = Files.list(directory)) {
      return children.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }
}
