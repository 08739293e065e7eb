package io.github.basetenci.rotation;

import io.github.basetenci.api.ApiException;
import io.github.basetenci.api.ApiKeyInfo;
import io.github.basetenci.api.ApiKeyType;
import io.github.basetenci.http.TransportException;
import io.github.basetenci.sandbox.Fault;
import io.github.basetenci.sandbox.Sandbox;
import java.util.List;

/** What tests put between the machine and its calls. */
final class Hooks {
  private Hooks() {}

  /** Lets the first call of that name fail: of the server by the fault, of a place by itself. */
  static Hook failing(Sandbox sandbox, String name, Fault fault) {
    return new Failing(sandbox, name, 1, 1, fault);
  }

  /** The same for some calls of that name, counted from 1. */
  static Hook failing(Sandbox sandbox, String name, int from, int times, Fault fault) {
    return new Failing(sandbox, name, from, times, fault);
  }

  /** Does something before one call of that name, counted from 1. */
  static Hook before(String name, int number, Act act) {
    return new Before(name, number, act);
  }

  /** Lets one list of keys, counted from 1, show them all with another type. */
  static Hook retyping(String name, int number, String type) {
    return new Retyping(name, number, type);
  }

  /** Anything. */
  interface Act {
    void run() throws RotationException, InterruptedException;
  }

  private static final class Failing implements Hook {
    private final Sandbox sandbox;
    private final String name;
    private final int from;
    private final int times;
    private final Fault fault;
    private int count;

    Failing(Sandbox sandbox, String name, int from, int times, Fault fault) {
      this.sandbox = sandbox;
      this.name = name;
      this.from = from;
      this.times = times;
      this.fault = fault;
    }

    @Override
    public <T> T server(String called, ServerCall<T> call) throws ApiException, TransportException {
      if (meets(called)) {
        sandbox.fault(fault);
      }
      return call.make();
    }

    @Override
    public <T> T place(String called, PlaceCall<T> call) throws RotationIOException {
      if (meets(called)) {
        throw new RotationIOException(called + " injected");
      }
      return call.make();
    }

    private boolean meets(String called) {
      return called.equals(name) && ++count >= from && count < from + times;
    }
  }

  private static final class Before implements Hook {
    private final String name;
    private final int number;
    private final Act act;
    private int count;

    Before(String name, int number, Act act) {
      this.name = name;
      this.number = number;
      this.act = act;
    }

    @Override
    public <T> T server(String called, ServerCall<T> call) throws ApiException, TransportException {
      meet(called);
      return call.make();
    }

    @Override
    public <T> T place(String called, PlaceCall<T> call) throws RotationIOException {
      meet(called);
      return call.make();
    }

    private void meet(String called) {
      if (called.equals(name) && ++count == number) {
        try {
          act.run();
        } catch (RotationException | InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
    }
  }

  private static final class Retyping implements Hook {
    private final String name;
    private final int number;
    private final String type;
    private int count;

    Retyping(String name, int number, String type) {
      this.name = name;
      this.number = number;
      this.type = type;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> T server(String called, ServerCall<T> call) throws ApiException, TransportException {
      T answer = call.make();
      if (!called.equals(name) || ++count != number) {
        return answer;
      }
      List<ApiKeyInfo> keys = (List<ApiKeyInfo>) answer;
      return (T)
          keys.stream()
              .map(
                  key ->
                      new ApiKeyInfo(
                          key.prefix(),
                          new ApiKeyType(type),
                          key.name(),
                          key.modelIds(),
                          key.teamName(),
                          key.owner(),
                          key.times()))
              .toList();
    }

    @Override
    public <T> T place(String called, PlaceCall<T> call) throws RotationIOException {
      return call.make();
    }
  }
}
