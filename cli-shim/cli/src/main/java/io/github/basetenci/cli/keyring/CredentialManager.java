package io.github.basetenci.cli.keyring;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The Credential Manager of Windows, by one PowerShell that runs until this process ends. It is
 * started for the first request.
 */
final class CredentialManager {
  private static final int LONGEST_ANSWER = 16 * 1024;

  private final List<String> command;
  private volatile @Nullable Process process;
  private volatile boolean closed;

  /**
   * @param powerShell the path of {@code powershell.exe}
   */
  CredentialManager(String powerShell) {
    this.command = CredentialScript.command(powerShell);
  }

  /**
   * A generic credential.
   *
   * @param user the user name, which is empty if it has none
   * @param blob the secret in base64, in the encoding of the library that wrote it
   */
  record Credential(String user, String blob) {
    /** Does not show the blob. */
    @Override
    public String toString() {
      return "Credential[" + user + "]";
    }
  }

  /** How a credential is stored. The value is that of the Windows API. */
  enum Persistence {
    /** On this machine. */
    LOCAL_MACHINE(2),
    /** On every machine to which the user's profile goes. */
    ENTERPRISE(3);

    private final int value;

    Persistence(int value) {
      this.value = value;
    }
  }

  /** The credential with the target name, which Windows compares without case. */
  Optional<Credential> read(String target) throws KeyringException {
    String[] answer = ask("read", base64(target)).split(" ", -1);
    if (answer.length == 1 && answer[0].equals("absent")) {
      return Optional.empty();
    }
    if (answer.length != 3 || !answer[0].equals("found")) {
      throw noAnswer();
    }
    try {
      String user = new String(Base64.getDecoder().decode(answer[1]), StandardCharsets.UTF_8);
      return Optional.of(new Credential(user, answer[2]));
    } catch (IllegalArgumentException e) {
      throw noAnswer();
    }
  }

  /** Stores the credential. An earlier one with the target name is replaced. */
  void write(String target, Credential credential, String comment, Persistence persistence)
      throws KeyringException {
    requireDone(
        ask(
            "write",
            base64(target),
            base64(credential.user()),
            base64(comment),
            Integer.toString(persistence.value),
            credential.blob()));
  }

  /** Removes the credential with the target name, if there is one. */
  void delete(String target) throws KeyringException {
    requireDone(ask("delete", base64(target)));
  }

  /** Ends PowerShell, also while it is asked. */
  void close() {
    closed = true;
    Process running = process;
    if (running != null) {
      running.destroyForcibly();
    }
  }

  private void requireDone(String answer) throws KeyringException {
    if (!answer.equals("done")) {
      throw noAnswer();
    }
  }

  private String ask(String... words) throws KeyringException {
    Process running = running();
    String answer;
    try {
      OutputStream requests = running.getOutputStream();
      requests.write((String.join(" ", words) + "\n").getBytes(StandardCharsets.US_ASCII));
      requests.flush();
      answer = line(running.getInputStream());
    } catch (IOException e) {
      throw noAnswer();
    }
    if (answer.matches("failed [0-9]{1,10}")) {
      throw KeyringException.failed(
          "the Credential Manager answered error " + answer.substring("failed ".length()));
    }
    return answer;
  }

  private Process running() throws KeyringException {
    Process present = process;
    if (closed) {
      throw noAnswer();
    }
    if (present == null) {
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
      // That of a newer PowerShell, from which this process may come, has modules that this one
      // cannot load.
      builder.environment().remove("PSModulePath");
      try {
        present = builder.start();
      } catch (IOException e) {
        throw KeyringException.failed("PowerShell cannot be run");
      }
      process = present;
      if (closed) {
        present.destroyForcibly();
      }
    }
    return present;
  }

  private static String line(InputStream answers) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = answers.read(); next != '\n'; next = answers.read()) {
      if (next < 0 || line.length() == LONGEST_ANSWER) {
        throw new IOException("no line");
      }
      line.append((char) next);
    }
    return line.toString().stripTrailing();
  }

  /** A PowerShell that does not keep to the script is asked no more: its next line may be late. */
  private KeyringException noAnswer() {
    close();
    return KeyringException.failed("PowerShell cannot reach the Credential Manager");
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
