package io.github.basetenci.cli.keyring;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.basetenci.store.BasetenKeyring;
import io.github.basetenci.store.Keyring;
import io.github.basetenci.store.Keyring.Unavailable;
import io.github.basetenci.store.KeyringEntry;
import io.github.basetenci.store.TrussKeyring;
import io.github.basetenci.testing.Await;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What PowerShell is asked, and what becomes of its answers. A program with the same protocol
 * stands in for it: neither PowerShell nor the script is run.
 */
class WindowsKeyringTest {
  private static final KeyringEntry GO = BasetenKeyring.entry("zoë 東");
  private static final KeyringEntry PYTHON = TrussKeyring.entry("zoë 東");
  private static final KeyringEntry PYTHON_TOO = TrussKeyring.entry("you");
  private static final String SECRET = "abc12345.s3cret";

  /** Keeps each credential in a file, which contains the answer to a request to read it. */
  private static final String CREDENTIALS =
      """
      printf '%s\\n' "$@" > arguments
      while IFS= read -r line; do
        printf '%s\\n' "$line" >> requests
        field() { printf '%s' "$line" | cut -d ' ' -f "$1"; }
        credential=$(field 2 | tr / _)
        case $line in
          read*) if [ -f "$credential" ]; then cat "$credential"; else echo absent; fi ;;
          write*) echo "found $(field 3) $(field 6)" > "$credential"; echo done ;;
          delete*) rm "$credential"; echo done ;;
        esac
      done
      """;

  @TempDir private Path directory;

  @BeforeEach
  void begin() throws IOException {
    powerShell(CREDENTIALS);
  }

  @Test
  void anEntryOfGoKeyringHasATargetNameOfItsOwn() throws Exception {
    keyring().write(GO, SECRET);

    assertThat(directory.resolve(target("baseten-profile:zoë 東")))
        .hasContent("found " + base64("zoë 東", UTF_8) + " " + base64(SECRET, UTF_8));
    assertThat(requests())
        .contains(
            "write "
                + String.join(
                    " ",
                    base64("baseten-profile:zoë 東", UTF_8),
                    base64("zoë 東", UTF_8),
                    "",
                    "2",
                    base64(SECRET, UTF_8)));
    assertThat(keyring().read(GO)).contains(SECRET);
    keyring().delete(GO);
    assertThat(keyring().read(GO)).isEmpty();
    keyring().delete(GO);
  }

  @Test
  void theFirstAccountOfPythonsLibraryHasTheServiceAsItsTargetName() throws Exception {
    keyring().write(PYTHON, SECRET);
    keyring().write(PYTHON, SECRET + "é");

    assertThat(directory.resolve(target("baseten-truss")))
        .hasContent("found " + base64("zoë 東", UTF_8) + " " + base64(SECRET + "é", UTF_16LE));
    assertThat(requests())
        .contains(
            "write "
                + String.join(
                    " ",
                    base64("baseten-truss", UTF_8),
                    base64("zoë 東", UTF_8),
                    base64("Stored using python-keyring", UTF_8),
                    "3",
                    base64(SECRET, UTF_16LE)));
    assertThat(keyring().read(PYTHON)).contains(SECRET + "é");
    assertThat(keyring().read(PYTHON_TOO)).isEmpty();
  }

  @Test
  void theNextAccountStandsBesideItUnderItsOwnName() throws Exception {
    keyring().write(PYTHON, SECRET);
    keyring().write(PYTHON_TOO, "other");

    assertThat(directory.resolve(target("you@baseten-truss")))
        .hasContent("found " + base64("you", UTF_8) + " " + base64("other", UTF_16LE));
    assertThat(keyring().read(PYTHON)).contains(SECRET);
    assertThat(keyring().read(PYTHON_TOO)).contains("other");
    keyring().delete(PYTHON);
    assertThat(keyring().read(PYTHON)).isEmpty();
    assertThat(keyring().read(PYTHON_TOO)).contains("other");
  }

  /** Python's library leaves an older text under the longer name when it stores a new one. */
  @Test
  void anEntryThatPythonsLibraryStoredTwiceIsReadOnceAndRemovedTwice() throws Exception {
    credential("baseten-truss", "you", base64("new", UTF_16LE));
    credential("you@baseten-truss", "you", base64("old", UTF_16LE));

    assertThat(keyring().read(PYTHON_TOO)).contains("new");
    keyring().delete(PYTHON_TOO);
    assertThat(keyring().read(PYTHON_TOO)).isEmpty();
  }

  @Test
  void aTextOfAnotherProgramIsReadAsPythonsLibraryReadsIt() throws Exception {
    credential("baseten-truss", "you", base64("odd", UTF_8));
    assertThat(keyring().read(PYTHON_TOO)).contains("odd");

    credential(
        "baseten-truss", "you", Base64.getEncoder().encodeToString(new byte[] {(byte) 0xff}));
    assertThatThrownBy(() -> keyring().read(PYTHON_TOO))
        .hasMessage("the Credential Manager's entry is no text");
  }

  /** Windows finds {@code baseten-profile:me} also for the profile {@code Me}. */
  @Test
  void anEntryOfANameThatDiffersInCaseIsLeftAlone() throws Exception {
    KeyringEntry other = BasetenKeyring.entry("Me");
    credential("baseten-profile:Me", "me", base64(SECRET, UTF_8));

    assertThat(keyring().read(other)).isEmpty();
    keyring().delete(other);
    assertThatThrownBy(() -> keyring().write(other, "new"))
        .hasMessage("the Credential Manager has an entry of another name there");
    assertThat(directory.resolve(target("baseten-profile:Me")))
        .hasContent("found " + base64("me", UTF_8) + " " + base64(SECRET, UTF_8));
  }

  @Test
  void aSecretThatWindowsWouldRefuseIsNotSent() throws Exception {
    keyring().write(GO, "a".repeat(2560));
    keyring().write(PYTHON, "a".repeat(1280));
    List<String> before = requests();

    for (KeyringEntry entry : List.of(GO, PYTHON)) {
      assertThatThrownBy(() -> keyring().write(entry, "a".repeat(entry == GO ? 2561 : 1281)))
          .hasMessage("the secret is longer than the 2560 bytes of the Credential Manager");
    }
    assertThat(requests()).isEqualTo(before);
  }

  @Test
  void neitherTheScriptNorAnArgumentHasASecretOrAName() throws Exception {
    WindowsKeyring keyring = keyring();
    keyring.write(GO, SECRET);
    keyring.write(PYTHON, SECRET);
    keyring.read(GO);

    String script = CredentialScript.text();
    List<String> arguments = Files.readAllLines(directory.resolve("arguments"));
    assertThat(arguments)
        .startsWith("-NoLogo", "-NoProfile", "-NonInteractive", "-InputFormat", "None")
        .endsWith("-EncodedCommand", base64(script, UTF_16LE));
    for (String word : List.of(SECRET, "zoë", GO.service(), PYTHON.service())) {
      assertThat(script).doesNotContain(word);
      for (Charset charset : List.of(UTF_8, UTF_16LE)) {
        assertThat(String.join(" ", arguments)).doesNotContain(word, base64(word, charset));
      }
    }
    // Windows takes no longer command line.
    assertThat(String.join(" ", arguments)).hasSizeLessThan(32_000);
  }

  @Test
  void aSecretThatIsNotThereAfterwardsIsNotStored() throws IOException {
    powerShell(
        "while read -r line; do case $line in read*) echo absent;; *) echo done;; esac; done");

    assertThatThrownBy(() -> keyring().write(GO, SECRET))
        .hasMessage("the Credential Manager did not keep the secret");
  }

  @ParameterizedTest
  @CsvSource({
    "exit 1",
    "read -r line; exit 0",
    "read -r line; echo",
    "read -r line; echo found",
    "read -r line; echo found , ,",
    "read -r line; echo done",
    "read -r line; printf absent",
    "read -r line; yes | tr '\\n' a",
    "echo Add-Type : cannot add the type"
  })
  void anAnswerThatIsNoneIsAFailureAndTheLastOne(String program) throws IOException {
    powerShell(program);
    WindowsKeyring keyring = keyring();

    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> keyring.read(GO))
          .hasMessage("PowerShell cannot reach the Credential Manager");
    }
  }

  @Test
  void anErrorOfWindowsIsSaidWithItsNumber() throws IOException {
    powerShell("while read -r line; do echo failed 1312; done");

    assertThatThrownBy(() -> keyring().write(GO, SECRET))
        .hasMessage("the Credential Manager answered error 1312");
  }

  @Test
  void aSystemWithoutPowerShellHasNoKeyringThatCanBeUsed() throws IOException {
    Files.delete(program());

    assertThatThrownBy(() -> keyring().read(GO)).hasMessage("PowerShell cannot be run");
  }

  @Test
  void aSlowPowerShellIsNotWaitedForAndEnds() throws IOException {
    powerShell("exec sleep 54322");
    Keyring limited = new LimitedKeyring(this::keyring, Duration.ofMillis(200), () -> 0);

    assertThat(limited.write(GO, SECRET))
        .contains(
            new Unavailable(
                Unavailable.Kind.FAILED, "the keyring did not answer within 0 seconds"));
    Await.until(
        "PowerShell ended",
        () ->
            ProcessHandle.current()
                .children()
                .noneMatch(
                    child ->
                        child.isAlive()
                            && child.info().commandLine().orElse("").contains("54322")));
  }

  private WindowsKeyring keyring() {
    return new WindowsKeyring(directory.resolve("Windows").toString());
  }

  private Path program() {
    return directory.resolve("Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe");
  }

  private void powerShell(String program) throws IOException {
    Files.writeString(program(), "#!/bin/sh\ncd '" + directory + "'\n" + program);
    Files.setPosixFilePermissions(program(), PosixFilePermissions.fromString("rwx------"));
  }

  private List<String> requests() throws IOException {
    return Files.readAllLines(directory.resolve("requests"));
  }

  private void credential(String target, String user, String blob) throws IOException {
    Files.writeString(
        directory.resolve(target(target)), "found " + base64(user, UTF_8) + " " + blob + "\n");
  }

  private static String target(String name) {
    return base64(name, UTF_8).replace('/', '_');
  }

  private static String base64(String text, Charset charset) {
    return Base64.getEncoder().encodeToString(text.getBytes(charset));
  }
}
