package io.github.basetenci.cli;

import static io.github.basetenci.shim.World.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.shim.World;
import io.github.basetenci.testing.Fixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every command that takes a key, given something else. */
class NonKeysTest {
  private static final String JSON_WEB_TOKEN =
      "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJodHRwczovL2NpLmV4YW1wbGUifQ.c2lnbmF0dXJl";

  /** Each is given the text in BASETEN_API_KEY. */
  private static final String[] COMMANDS = {
    "login",
    "login --no-verify",
    "login --api-key-env BASETEN_API_KEY",
    "exec -- true",
    "exec --no-verify -- true",
    "exec --remotes remote=a,key-env=BASETEN_API_KEY -- true",
    "job login --export bash --directory job --api-key-env BASETEN_API_KEY",
    "job login --export bash --directory job --no-verify",
    "whoami",
    "auth status --verify",
    "keys list",
    "keys inspect",
    "secrets list",
    "keys rotate --target file:k",
    "keys rotate --target file:k --api-key-env BASETEN_API_KEY",
    "keys rotate --target file:k --remote stored --minting-key-env BASETEN_API_KEY"
  };

  @Fixture private World world;

  @BeforeEach
  void begin() throws IOException {
    assertThat(world.set("BASETEN_API_KEY", KEY).run("login", "--remote", "stored").code())
        .isZero();
    world.sandbox().clearRequests();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "\"KEY\" | the API key from BASETEN_API_KEY is in quotation marks; give it without them",
        "BASETEN_API_KEY=KEY | the API key from BASETEN_API_KEY is an assignment of the form"
            + " NAME=key; give what stands behind the sign alone",
        "Bearer KEY | the API key from BASETEN_API_KEY begins with a word of a header, such as"
            + " Bearer or Api-Key; give what stands behind it alone",
        "Api-Key KEY | the API key from BASETEN_API_KEY begins with a word of a header, such as"
            + " Bearer or Api-Key; give what stands behind it alone",
        "$TEAM_KEY | the API key from BASETEN_API_KEY is a variable or an expression that nothing"
            + " has replaced by its value; see that the shell or the CI expands it",
        "${{ secrets.TEAM_KEY }} | the API key from BASETEN_API_KEY is a variable or an expression"
            + " that nothing has replaced by its value; see that the shell or the CI expands it",
        "*** | the API key from BASETEN_API_KEY is what a program shows in place of a key; take the"
            + " key from where it was made or is stored",
        "null | the API key from BASETEN_API_KEY is a placeholder for a key; store the key itself"
            + " there",
        "JWT | the API key from BASETEN_API_KEY is a JSON web token, such as an identity token;"
            + " give an API key of Baseten"
      })
  void whatIsNoKeyIsSaidBeforeAnythingIsSent(String text, String sentence) {
    String given = text.replace("KEY\"", KEY + "\"").replaceAll("(?<=[ =])KEY", KEY);
    world.set("BASETEN_API_KEY", given.replace("JWT", JSON_WEB_TOKEN));

    for (String command : COMMANDS) {
      World.Run run = world.run(command.split(" "));

      assertThat(run.code()).as(command).isEqualTo(1);
      assertThat(run.err().replaceAll("from --[a-z-]+( key-env)?", "from BASETEN_API_KEY"))
          .as(command)
          .isEqualTo(sentence + "\n");
      assertThat(run.out() + run.err())
          .doesNotContain(KEY.substring(KEY.indexOf('.') + 1), JSON_WEB_TOKEN);
    }
    assertThat(world.sandbox().requests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"'KEY'", "api_key = KEY", "{\"api_key\":\"KEY\"}", "Bearer KEY", "null"})
  void aFileAndStandardInputAreReadLikeAVariable(String text) throws IOException {
    String given = text.replace("KEY", KEY) + "\n";
    Path file = Files.writeString(world.home().resolve("k"), given);
    world.unset("BASETEN_API_KEY");

    World.Run ofFile = world.run("login", "--api-key-file", file.toString());
    World.Run ofInput = world.runWithInput(given, "login", "--api-key-stdin");
    World.Run ofVariable = world.set("BASETEN_API_KEY_FILE", file.toString()).run("whoami");

    for (World.Run run : new World.Run[] {ofFile, ofInput, ofVariable}) {
      assertThat(run.code()).isEqualTo(1);
      assertThat(run.err()).hasLineCount(1).startsWith("the API key from ").contains("; ");
      assertThat(run.err()).doesNotContain(KEY.substring(KEY.indexOf('.') + 1));
    }
    assertThat(world.sandbox().requests()).isEmpty();
  }

  @Test
  void whatAStoreHoldsIsLookedAtToo() throws IOException {
    for (Path store : new Path[] {world.trussrc(), world.authJson()}) {
      Files.writeString(store, Files.readString(store).replace(KEY, "$BASETEN_API_KEY"));
    }
    world.unset("BASETEN_API_KEY");

    assertThat(world.run("whoami").err())
        .isEqualTo(
            "the API key from profile 'stored' is a variable or an expression that nothing has"
                + " replaced by its value; see that the shell or the CI expands it\n");
    assertThat(world.sandbox().requests()).isEmpty();
    assertThat(world.run("logout", "--profile", "stored").code()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "b10_abcdefgh.0123456789ABCDEFGHIJKLMNOPQRSTUV",
        "abcdefgh.0123456789ABCDEFGHIJKLMNOPQRSTUV",
        "one-day-keys-look-like-this"
      })
  void aKeyOfAnyShapeIsSentToTheServer(String key) {
    assertThat(world.set("BASETEN_API_KEY", key).run("login").code()).isEqualTo(3);
    assertThat(world.sandbox().requests()).hasSize(1);
  }
}
