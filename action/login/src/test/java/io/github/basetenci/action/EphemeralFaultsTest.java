package io.github.basetenci.action;

import static io.github.basetenci.action.ActionWorld.MINTING_KEY;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.LeakFinder;
import io.github.basetenci.action.runner.Stage;
import io.github.basetenci.sandbox.Fault;
import io.github.basetenci.sandbox.Fault.Kind;
import io.github.basetenci.sandbox.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every call of main and of post fails in every way, once and for good. */
class EphemeralFaultsTest {
  @TempDir Path directory;

  /**
   * A call.
   *
   * @param before how many calls of this method and path go well first
   */
  private record Call(String method, String path, int before) {
    @Override
    public String toString() {
      return method + " " + path + " after " + before;
    }
  }

  private static final List<Call> OF_MAIN =
      List.of(
          new Call("GET", "/v1/users/me", 0),
          new Call("GET", "/v1/api_keys", 0),
          new Call("GET", "/v1/teams", 0),
          new Call("POST", "/v1/teams/", 0),
          new Call("GET", "/v1/users/me", 1));

  private static final List<Call> OF_POST =
      List.of(
          new Call("GET", "/v1/api_keys", 0),
          new Call("DELETE", "/v1/api_keys/", 0),
          new Call("GET", "/v1/api_keys", 1));

  private static List<Fault> faults(Call call) {
    List<Fault> faults = new ArrayList<>();
    for (Kind kind : List.of(Kind.CUT_BEFORE, Kind.CUT_AFTER, Kind.CUT_HEAD, Kind.CUT_BODY)) {
      faults.add(Fault.of(kind, call.method(), call.path()));
    }
    for (int status : new int[] {401, 403, 404, 409, 429, 500}) {
      faults.add(Fault.status(call.method(), call.path(), status, "{\"message\":\"injected\"}"));
    }
    faults.add(Fault.status(call.method(), call.path(), 200, "{\"api_key\":"));
    return faults;
  }

  @Test
  void whateverFailsInMainNoKeyOutlivesPost() throws IOException {
    int cases = 0;
    int loggedIn = 0;
    for (Call call : OF_MAIN) {
      for (Fault fault : faults(call)) {
        for (int times : new int[] {1, 99}) {
          cases++;
          try (ActionWorld world = world(cases)) {
            inject(world, call, fault.times(times));
            Stage main = mint(world);
            world.sandbox().clearFaults();
            loggedIn += main.code() == 0 ? 1 : 0;
            String trouble = call + " " + fault.kind() + fault.status() + " " + times + main;
            assertThat(main.said("error")).as(trouble).hasSize(main.code());
            if (main.code() == 0) {
              assertThat(world.minted()).as(trouble).hasSize(1);
              assertThat(world.sandbox().accepts(EphemeralTest.key(main))).as(trouble).isTrue();
            } else {
              assertThat(main.variables()).as(trouble).isEmpty();
            }

            Stage post = world.job().end().get(0);

            assertThat(post.code()).as(trouble).isZero();
            assertThat(post.said("warning")).as(trouble).isEmpty();
            nothingIsLeftOrSaid(world, trouble, main, post);
          }
        }
      }
    }
    System.out.println(cases + " failures of main, logged in all the same in " + loggedIn);
    assertThat(loggedIn).isBetween(1, cases - 1);
  }

  @Test
  void whateverFailsInPostTheKeyIsGoneOrNamed() throws IOException {
    int cases = 0;
    int gone = 0;
    for (Call call : OF_POST) {
      for (Fault fault : faults(call)) {
        for (int times : new int[] {1, 99}) {
          cases++;
          try (ActionWorld world = world(1000 + cases)) {
            Stage main = mint(world);
            String name = world.minted().get(0);
            inject(world, call, fault.times(times));

            Stage post = world.job().end().get(0);

            world.sandbox().clearFaults();
            String trouble = call + " " + fault.kind() + fault.status() + " " + times + post;
            List<String> warnings = post.said("warning");
            assertThat(world.left()).as(trouble).isEmpty();
            if (warnings.isEmpty()) {
              gone++;
              nothingIsLeftOrSaid(world, trouble, main, post);
            } else {
              assertThat(warnings).as(trouble).singleElement().asString().contains(name);
            }
          }
        }
      }
    }
    System.out.println(cases + " failures of post, key deleted all the same in " + gone);
    assertThat(gone).isBetween(1, cases - 1);
  }

  private ActionWorld world(int number) throws IOException {
    return new ActionWorld(Files.createDirectory(directory.resolve("job" + number)));
  }

  private static Stage mint(ActionWorld world) {
    return world.mint("ephemeral-team", Sandbox.DEFAULT_TEAM, "log", "debug");
  }

  private static void inject(ActionWorld world, Call call, Fault fault) {
    for (int i = 0; i < call.before(); i++) {
      world.sandbox().fault(Fault.of(Kind.DELAY, call.method(), call.path()));
    }
    world.sandbox().fault(fault);
  }

  private static void nothingIsLeftOrSaid(ActionWorld world, String trouble, Stage main, Stage post)
      throws IOException {
    assertThat(world.minted()).as(trouble).isEmpty();
    assertThat(world.left()).as(trouble).isEmpty();
    List<String> keys = new ArrayList<>(List.of(MINTING_KEY));
    // What main hides and has a key's shape.
    main.said("add-mask").stream()
        .filter(t -> t.matches("(b10_)?\\w{8}\\.\\w{32}"))
        .forEach(keys::add);
    LeakFinder finder = new LeakFinder(keys.toArray(new String[0]));
    for (Stage stage : List.of(main, post)) {
      assertThat(finder.find(EphemeralTest.withoutMasks(stage))).as(trouble).isEmpty();
      assertThat(finder.find(stage.state().toString())).as(trouble).isEmpty();
    }
  }
}
