package io.github.basetenci.action.toolkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlatformTest {
  @Test
  void aSystemIsKnownByItsName() {
    assertThat(Platform.of("Linux")).isEqualTo(Platform.LINUX);
    assertThat(Platform.of("Mac OS X")).isEqualTo(Platform.MACOS);
    assertThat(Platform.of("Windows Server 2025")).isEqualTo(Platform.WINDOWS);
    assertThat(Platform.of("Windows 11").nodeName()).isEqualTo("win32");
  }

  @Test
  void aProcessorHasItsNameInNode() {
    assertThat(Platform.arch("amd64")).isEqualTo("x64");
    assertThat(Platform.arch("aarch64")).isEqualTo("arm64");
    assertThat(Platform.arch("x86")).isEqualTo("ia32");
    assertThat(Platform.arch("arm")).isEqualTo("arm");
  }

  @Test
  void pathsAreTurned() {
    assertThat(Platform.toPosixPath("a\\b/c")).isEqualTo("a/b/c");
    assertThat(Platform.toWin32Path("a\\b/c")).isEqualTo("a\\b\\c");
    assertThat(Platform.LINUX.toPlatformPath("a\\b/c")).isEqualTo("a/b/c");
    assertThat(Platform.WINDOWS.toPlatformPath("a\\b/c")).isEqualTo("a\\b\\c");
  }

  @Test
  void windowsEndsLinesAndDividesPathsInItsWay(@TempDir Path directory) {
    World world = new World(directory).with("Path", "C:\\old");
    ActionsCore core = world.builder().platform(Platform.WINDOWS).build();
    core.setOutput("a", "b");
    core.addPath("C:\\new");
    core.info("x");
    assertThat(world.file("OUTPUT")).isEqualTo("a<<D\r\nb\r\nD\r\n".replace("D", World.DELIMITER));
    assertThat(core.environment()).containsEntry("PATH", "C:\\new;C:\\old");
    assertThat(world.log()).isEqualTo("x\r\n");
  }
}
