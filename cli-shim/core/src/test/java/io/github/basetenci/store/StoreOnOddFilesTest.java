package io.github.basetenci.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
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
  void whatRootMakesInTheHomeOfAUserBelongsToThatUser() throws Exception {
    assumeRoot();
    give(directory);
    Path deep = directory.resolve(".config/baseten/auth.json");
    List<Object> owners = new ArrayList<>();
    List<String> names = new ArrayList<>();

    // While the lock is held: also what a killed run would leave.
    ofHome()
        .update(
            List.of(deep),
            Duration.ofHours(1),
            current -> {
              try (Stream<Path> made = Files.walk(directory.resolve(".config"))) {
                for (Path path : made.toList()) {
                  names.add(String.valueOf(path.getFileName()));
                  owners.add(owner(path));
                }
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
              return new Change.Result<>(Map.of(deep, FileEdit.write("new".getBytes(UTF_8))), "");
            });

    assertThat(names).containsExactly(".config", "baseten", ".auth.json.baseten-ci.lock");
    assertThat(owners).containsOnly(NOBODY + ":" + NOBODY);
    assertThat(owner(deep)).isEqualTo(NOBODY + ":" + NOBODY);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(deep)))
        .isEqualTo("rw-------");
  }

  @Test
  void aTemporaryFileIsGivenBeforeItIsWritten() throws Exception {
    assumeRoot();
    give(directory);
    Path file = directory.resolve("new");
    Path temp = directory.resolve(".new.baseten-ci.0123456789abcdef.tmp");
    List<Object> owners = new ArrayList<>();

    TempFile.write(
        temp,
        "new".getBytes(UTF_8),
        new HomeOwner(directory),
        step -> {
          if (step == WriteStep.AFTER_CREATE) {
            owners.add(owner(temp));
          }
        });

    assertThat(owners).containsExactly(NOBODY + ":" + NOBODY);
    assertThat(file).doesNotExist();
  }

  @Test
  void rootKeepsWhatItMakesOutsideTheHomeAndBehindALinkOutOfIt() throws Exception {
    assumeRoot();
    Path outside = Files.createDirectory(base.resolve("outside")).toRealPath();
    give(directory);
    give(outside);
    Files.createSymbolicLink(directory.resolve(".config"), outside);

    for (Path file : List.of(outside.resolve("a"), directory.resolve(".config/b"))) {
      ofHome().update(List.of(file), Duration.ofHours(1), current -> written(file));
      assertThat(owner(file)).isEqualTo("0:0");
    }
  }

  @Test
  void rootKeepsTheOwnerOfAFileThatIsThereAlready() throws Exception {
    assumeRoot();
    give(directory);
    assertThat(owner(trussrc)).isEqualTo("0:0");

    ofHome().update(List.of(trussrc), Duration.ofHours(1), current -> written(trussrc));

    assertThat(owner(trussrc)).isEqualTo("0:0");
  }

  @Test
  void inItsOwnHomeOrWithoutOneRootKeepsWhatItMakes() throws Exception {
    assumeRoot();
    Path file = directory.resolve("new");
    for (Map<String, String> environment :
        List.of(
            Map.of("HOME", directory.toString()),
            Map.of("HOME", directory + "/missing"),
            Map.of("HOME", ""),
            Map.<String, String>of())) {
      StoreFiles.of(environment)
          .update(List.of(file), Duration.ofHours(1), current -> written(file));
      assertThat(owner(file)).isEqualTo("0:0");
      Files.delete(file);
    }
  }

  @Test
  void aFileThatWasExchangedForAnothersIsNotGivenAway() throws Exception {
    assumeRoot();
    give(directory);
    Path secret = Files.writeString(base.resolve("secret"), "x");
    Path planted = Files.createLink(directory.resolve("planted"), secret);
    Path link = Files.createSymbolicLink(directory.resolve("link"), secret);
    HomeOwner owner = new HomeOwner(directory);

    assertThat(owner.give(planted)).isFalse();
    assertThat(owner.give(link)).isFalse();
    assertThat(owner(secret)).isEqualTo("0:0");
  }

  @Test
  void whatCannotBeGivenAwayIsSaid() throws Exception {
    assumeRoot();
    give(directory);
    Files.delete(trussrc);
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThat(
            unprivileged(
                """
                "$@" home "$home" "$home/.trussrc" || echo "exit $?"
                """))
        .isEqualTo(
            trussrc
                + " belongs to root, for the system lets it be given to nobody else, and the owner of"
                + " the home directory cannot read it. Run the command as that user.\n");
  }

  private StoreFiles ofHome() {
    return StoreFiles.of(Map.of("HOME", directory.toString()));
  }

  private static Change.Result<String> written(Path file) {
    return new Change.Result<>(Map.of(file, FileEdit.write("new".getBytes(UTF_8))), "");
  }

  private static void give(Path path) throws IOException {
    Files.setAttribute(path, "unix:uid", NOBODY);
    Files.setAttribute(path, "unix:gid", NOBODY);
  }

  private static String owner(Path path) {
    try {
      return Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS)
          + ":"
          + Files.getAttribute(path, "unix:gid", LinkOption.NOFOLLOW_LINKS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
