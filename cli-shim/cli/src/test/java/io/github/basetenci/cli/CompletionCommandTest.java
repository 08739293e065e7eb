package io.github.basetenci.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.basetenci.shim.World;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

class CompletionCommandTest {
  private static final Path BASH = Path.of("/bin/bash");

  @TempDir Path directory;

  @Test
  void bashAcceptsTheScript() throws Exception {
    assertThat(bash("-n", script())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "auth lo | login logout",
        "lo | login logout",
        "auth | login logout status switch",
        "pro | profiles",
        "job '' | login logout",
        "job login --export '' | github dotenv bash azure json",
        "auth login --api-key-s | --api-key-stdin",
        "login --store '' | truss baseten",
        "login --log w | warning",
        "whoami -o '' | text json jsonl none",
        "profiles get '' | remote-url team auth-type key-prefix",
        "profiles set '' | remote-url team",
        "keys '' | list inspect create revoke rotate",
        "keys create --type workspace-i | workspace-invoke",
        "fleet '' | init check plan apply status report",
        "secrets '' | list set delete check",
        "completion '' | bash zsh"
      })
  void theTabulatorKeyCompletes(String typed, String offered) throws Exception {
    String line = typed.equals("auth") ? "auth ''" : typed;
    String reply =
        bash(
            "-c",
            """
            . "$0"
            complete -p baseten-ci | grep -q -- '-F _complete_baseten-ci ' || exit 9
            compopt() { :; }
            COMP_WORDS=(baseten-ci %s)
            COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            _complete_baseten-ci
            echo "${COMPREPLY[@]}"
            """
                .formatted(line),
            script());

    assertThat(reply.strip().split("\\s+")).containsExactlyInAnyOrder(offered.split(" "));
  }

  @Test
  void everyWordThatIsOfferedIsTaken() {
    List<String> looked = new ArrayList<>();
    CommandTree.all()
        .forEach(
            (command, spec) -> {
              for (ArgSpec argument : arguments(spec)) {
                if (argument.completionCandidates() != null && argument.converters().length > 0) {
                  ITypeConverter<?> converter = argument.converters()[0];
                  for (String word : argument.completionCandidates()) {
                    looked.add(word);
                    assertThatCode(() -> converter.convert(word))
                        .as("%s %s %s", command, argument.paramLabel(), word)
                        .doesNotThrowAnyException();
                  }
                }
              }
            });
    assertThat(looked).contains("truss", "baseten", "debug", "key-prefix");
  }

  private static List<ArgSpec> arguments(CommandSpec spec) {
    List<ArgSpec> all = new ArrayList<>(spec.options());
    all.addAll(spec.positionalParameters());
    return all;
  }

  /** The file of the script that the command prints. */
  private String script() throws IOException {
    try (World world = new World(Files.createDirectories(directory.resolve("home")))) {
      World.Run run = world.run("completion", "bash");
      assertThat(run.code()).as(run.err()).isZero();
      return Files.writeString(directory.resolve("completion"), run.out()).toString();
    }
  }

  private String bash(String... arguments) throws Exception {
    assumeTrue(Files.isExecutable(BASH), "no bash here");
    List<String> command = new ArrayList<>(List.of(BASH.toString(), "--norc"));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
