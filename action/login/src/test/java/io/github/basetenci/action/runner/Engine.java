package io.github.basetenci.action.runner;

import java.util.List;
import java.util.Map;

/** Runs containers for the emulated job, or plain processes in their place. */
public interface Engine {
  /** What a container gave: its exit code, and both streams as one. */
  record Ran(int code, byte[] output) {}

  /**
   * Runs one stage of our action.
   *
   * @param entrypoint as in action.yml
   */
  Ran action(String entrypoint, Map<String, String> environment, Mounts mounts);

  /** Runs a command as root in a container of another image. */
  Ran other(List<String> command, Map<String, String> environment, Mounts mounts);
}
