package io.github.basetenci.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

class FixtureTest {
  private static final List<String> EVENTS = new ArrayList<>();
  private static final List<Path> DIRECTORIES = new ArrayList<>();

  @BeforeEach
  void forget() {
    EVENTS.clear();
    DIRECTORIES.clear();
  }

  @Test
  void isOpenFromBeforeTheTestUntilAfterIt() {
    assertThat(run(WithAField.class).getTestsSucceededCount()).isEqualTo(1);
    assertThat(EVENTS)
        .containsExactly("home opened", "before", "test", "after", "home closed, empty");
  }

  @Test
  void isClosedAfterATestThatFails() {
    assertThat(run(ThatFails.class).getTestsFailedCount()).isEqualTo(1);
    assertThat(EVENTS).containsExactly("home opened", "home closed, empty");
  }

  @Test
  void itsDirectoryIsGoneWhenItIsClosed() {
    run(WithAField.class);

    assertThat(DIRECTORIES).hasSize(1).allSatisfy(home -> assertThat(home).doesNotExist());
  }

  @Test
  void eachTestHasItsOwn() {
    assertThat(run(WithTwoTests.class).getTestsSucceededCount()).isEqualTo(2);
    assertThat(DIRECTORIES).hasSize(2).doesNotHaveDuplicates();
  }

  @Test
  void eachFieldAndParameterHasItsOwn() {
    assertThat(run(WithParameters.class).getTestsSucceededCount()).isEqualTo(1);
    assertThat(DIRECTORIES).hasSize(3).doesNotHaveDuplicates();
    assertThat(EVENTS).filteredOn("home closed, empty"::equals).hasSize(3);
  }

  @Test
  void aNestedTestHasThatOfTheClassAroundIt() {
    assertThat(run(Outer.class).getTestsSucceededCount()).isEqualTo(1);
    assertThat(EVENTS).containsExactly("home opened", "test", "home closed, empty");
  }

  @Test
  void isStartedWhereItsTypeHasStart() {
    assertThat(run(WithAServer.class).getTestsSucceededCount()).isEqualTo(1);
    assertThat(EVENTS).containsExactly("server started", "test", "server closed");
  }

  @Test
  void theTestFailsWithWhatHinderedIt() {
    TestExecutionSummary summary = run(WithABrokenOne.class);

    assertThat(summary.getFailures().get(0).getException()).hasMessage("no port is free");
    assertThat(EVENTS).isEmpty();
  }

  private static TestExecutionSummary run(Class<?> tests) {
    SummaryGeneratingListener summary = new SummaryGeneratingListener();
    LauncherConfig alone =
        LauncherConfig.builder().enableTestExecutionListenerAutoRegistration(false).build();
    LauncherFactory.create(alone)
        .execute(
            LauncherDiscoveryRequestBuilder.request().selectors(selectClass(tests)).build(),
            summary);
    return summary.getSummary();
  }

  static final class Home implements AutoCloseable {
    private final Path home;

    private Home(@TempDir Path home) {
      this.home = home;
      DIRECTORIES.add(home);
      EVENTS.add("home opened");
    }

    Home(Path home, String other) {
      throw new AssertionError(home + other);
    }

    @Override
    public void close() {
      EVENTS.add("home closed, " + (Files.isDirectory(home) ? "empty" : "gone"));
    }
  }

  static final class Server implements AutoCloseable {
    private Server() {}

    static Server start() {
      EVENTS.add("server started");
      return new Server();
    }

    @Override
    public void close() {
      EVENTS.add("server closed");
    }
  }

  static final class Broken {
    Broken() {
      throw new IllegalStateException("no port is free");
    }
  }

  static class WithAField {
    @Fixture private Home home;

    @BeforeEach
    void before() {
      assertThat(home).isNotNull();
      EVENTS.add("before");
    }

    @Test
    void test() {
      EVENTS.add("test");
    }

    @AfterEach
    void after() {
      EVENTS.add("after");
    }
  }

  static class ThatFails {
    @Fixture private Home home;

    @Test
    void test() {
      throw new AssertionError(home.home);
    }
  }

  static class WithTwoTests {
    @Fixture Home home;

    @Test
    void one() {}

    @Test
    void other() {}
  }

  static class WithParameters {
    @Fixture Home home;

    @Test
    void test(@Fixture Home one, @Fixture Home other) {}
  }

  static class Outer {
    @Fixture private Home home;

    @Nested
    class Inner {
      @Test
      void test() {
        assertThat(home).isNotNull();
        EVENTS.add("test");
      }
    }
  }

  static class WithAServer {
    @Fixture private Server server;

    @Test
    void test() {
      assertThat(server).isNotNull();
      EVENTS.add("test");
    }
  }

  static class WithABrokenOne {
    @Fixture private Broken broken;

    @Test
    void test() {
      EVENTS.add("test of " + broken);
    }
  }
}
