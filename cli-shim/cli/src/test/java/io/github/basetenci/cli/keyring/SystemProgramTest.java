package io.github.basetenci.cli.keyring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.testing.Await;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

class SystemProgramTest {
  @Test
  void anInterruptedCallEndsTheProgram() throws IOException {
    FutureTask<SystemProgram.Ended> task =
        new FutureTask<>(() -> SystemProgram.REAL.run("", List.of("sleep", "54321")));
    Thread caller = new Thread(task);
    caller.start();
    Await.until("the program runs", SystemProgramTest::runs);

    caller.interrupt();

    Await.until("the program ended", () -> !runs());
    Await.until("the call ended", task::isDone);
    assertThat(SystemProgram.REAL.run("text", List.of("cat")).output()).isEqualTo("text");
  }

  private static boolean runs() {
    return ProcessHandle.current()
        .children()
        .anyMatch(
            child -> child.isAlive() && child.info().commandLine().orElse("").contains("54321"));
  }
}
