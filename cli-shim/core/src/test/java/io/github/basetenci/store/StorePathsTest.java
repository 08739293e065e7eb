package io.github.basetenci.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.basetenci.text.Situation;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StorePathsTest {

  @Test
  void theTrussrcIsInTheHomeDirectory() throws Exception {
    assertThat(linux(Map.of("HOME", "/h")).trussrc()).isEqualTo(Path.of("/h/.trussrc"));
    assertThat(StorePaths.of(Map.of("USERPROFILE", "/u", "HOME", "/h"), "Windows 11").trussrc())
        .isEqualTo(Path.of("/u/.trussrc"));
  }

  @ParameterizedTest
  @CsvSource({"~/x/rc, /h/x/rc", "~, /h", "/abs/rc, /abs/rc", "rel/rc, rel/rc", "a~b, a~b"})
  void theVariableNamesTheTrussrc(String value, String expected) throws Exception {
    assertThat(linux(Map.of("HOME", "/h", "USER_TRUSSRC_PATH", value)).trussrc())
        .isEqualTo(Path.of(expected));
  }

  @Test
  void anEmptyTrussrcVariableIsAnError() {
    assertThatThrownBy(() -> linux(Map.of("HOME", "/h", "USER_TRUSSRC_PATH", "")).trussrc())
        .isInstanceOf(StoreException.class)
        .hasMessage("USER_TRUSSRC_PATH is set but empty; unset it or give it the path of a file");
  }

  @Test
  void anotherUsersHomeIsAnError() {
    assertThatThrownBy(() -> linux(Map.of("HOME", "/h", "USER_TRUSSRC_PATH", "~bob/rc")).trussrc())
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("USER_TRUSSRC_PATH");
  }

  @Test
  void aMissingHomeIsOneSentence() {
    assertThatThrownBy(() -> linux(Map.of()).trussrc())
        .isInstanceOf(StoreException.class)
        .hasMessage("HOME is not set, and .trussrc is looked for in it")
        .satisfies(e -> assertThat(unset(e)).isEqualTo("USER_TRUSSRC_PATH"));
    assertThatThrownBy(() -> linux(Map.of("HOME", "", "USER_TRUSSRC_PATH", "~/rc")).trussrc())
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith("HOME is not set, and USER_TRUSSRC_PATH starts with ~");
    assertThatThrownBy(() -> linux(Map.of("XDG_CONFIG_HOME", "")).authJson())
        .isInstanceOf(StoreException.class)
        .hasMessage("HOME is not set, and auth.json is looked for below it")
        .satisfies(e -> assertThat(unset(e)).isEqualTo("BASETEN_CONFIG_DIR"));
  }

  /** The variable that a front end can advise to set. */
  private static String unset(Throwable failure) {
    StoreException of = (StoreException) failure;
    assertThat(of.situation()).isEqualTo(Situation.STORE_PATH_UNKNOWN);
    return of.name();
  }

  @Test
  void authJsonIsWhereTheOperatingSystemKeepsConfiguration() throws Exception {
    assertThat(linux(Map.of("HOME", "/h")).authJson())
        .isEqualTo(Path.of("/h/.config/baseten/auth.json"));
    assertThat(linux(Map.of("HOME", "/h", "XDG_CONFIG_HOME", "/x")).authJson())
        .isEqualTo(Path.of("/x/baseten/auth.json"));
    assertThat(StorePaths.of(Map.of("HOME", "/h", "XDG_CONFIG_HOME", "/x"), "Mac OS X").authJson())
        .isEqualTo(Path.of("/h/Library/Application Support/baseten/auth.json"));
    assertThat(StorePaths.of(Map.of("APPDATA", "/a"), "Windows 11").authJson())
        .isEqualTo(Path.of("/a/baseten/auth.json"));
  }

  @Test
  void theConfigVariableIsTakenAsItIs() throws Exception {
    assertThat(linux(Map.of("BASETEN_CONFIG_DIR", "~/c")).authJson())
        .isEqualTo(Path.of("~/c/auth.json"));
    assertThat(linux(Map.of("BASETEN_CONFIG_DIR", "", "HOME", "/h")).authJson())
        .isEqualTo(Path.of("/h/.config/baseten/auth.json"));
  }

  @Test
  void aRelativeXdgDirectoryIsAnErrorAsInGo() {
    assertThatThrownBy(() -> linux(Map.of("HOME", "/h", "XDG_CONFIG_HOME", "x")).authJson())
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("XDG_CONFIG_HOME");
  }

  private static StorePaths linux(Map<String, String> env) {
    return StorePaths.of(env, "Linux");
  }
}
