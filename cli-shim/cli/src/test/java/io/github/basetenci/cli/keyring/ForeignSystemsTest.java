package io.github.basetenci.cli.keyring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.basetenci.store.BasetenKeyring;
import io.github.basetenci.store.KeyringEntry;
import io.github.basetenci.store.TrussKeyring;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the program of macOS is given. The program itself is not run. */
class ForeignSystemsTest {
  private static final KeyringEntry GO = BasetenKeyring.entry("it's me");
  private static final KeyringEntry PYTHON = TrussKeyring.entry("me");
  private static final String NOT_FOUND =
      "security: SecKeychainSearchCopyNext: The specified item could not be found in the keychain.";

  private final Deque<SystemProgram.Ended> answers = new ArrayDeque<>();
  private final List<List<String>> commands = new ArrayList<>();
  private final List<String> inputs = new ArrayList<>();
  private final SystemProgram program =
      (input, command) -> {
        inputs.add(input);
        commands.add(command);
        return answers.isEmpty() ? new SystemProgram.Ended(0, "") : answers.pop();
      };

  @Test
  void macGetsTheSecretOnStandardInputInTheFormOfEachLibrary() throws Exception {
    SecurityKeyring mac = new SecurityKeyring(program);
    mac.write(GO, "abc.def");
    mac.write(PYTHON, "{\"api_key\": \"it's\"}");

    assertThat(commands).allMatch(command -> command.equals(List.of("/usr/bin/security", "-i")));
    assertThat(inputs)
        .containsExactly(
            "add-generic-password -U -s 'baseten-profile' -a 'it'\"'\"'s me' -w"
                + " 'go-keyring-base64:YWJjLmRlZg=='\n",
            "add-generic-password -U -s 'baseten-truss' -a 'me' -w"
                + " '{\"api_key\": \"it'\"'\"'s\"}'\n");
  }

  @Test
  void macReadsAndRemovesWhatEachLibraryWrote() throws Exception {
    SecurityKeyring mac = new SecurityKeyring(program);
    answers.add(new SystemProgram.Ended(0, "go-keyring-base64:YWJjLmRlZg==\n"));
    answers.add(new SystemProgram.Ended(0, "{}\n"));
    answers.add(new SystemProgram.Ended(44, NOT_FOUND));
    answers.add(new SystemProgram.Ended(44, NOT_FOUND));
    answers.add(new SystemProgram.Ended(36, "User interaction is not allowed."));

    assertThat(mac.read(GO)).contains("abc.def");
    assertThat(mac.read(PYTHON)).contains("{}");
    assertThat(mac.read(GO)).isEmpty();
    mac.delete(GO);
    assertThatThrownBy(() -> mac.read(GO)).hasMessage("the keychain cannot be used");
  }

  @Test
  void macIsGivenNoLineThatItCuts() throws Exception {
    SecurityKeyring mac = new SecurityKeyring(program);
    mac.write(PYTHON, "a".repeat(3900));

    assertThatThrownBy(() -> mac.write(PYTHON, "a".repeat(4096)))
        .hasMessage("the secret is too long for /usr/bin/security");
    assertThat(inputs).hasSize(1);
  }
}
