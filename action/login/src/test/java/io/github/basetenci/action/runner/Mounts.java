package io.github.basetenci.action.runner;

import java.util.LinkedHashMap;
import java.util.Map;

/** What a container sees of the host, and how the runner rewrites variables for it. */
public final class Mounts {
  private final Map<String, String> containerByHost = new LinkedHashMap<>();

  Mounts add(String host, String container) {
    containerByHost.put(host, container);
    return this;
  }

  /** Directories of the host with the paths under which the container sees them. */
  public Map<String, String> all() {
    return containerByHost;
  }

  /** {@code ContainerInfo.TranslateToContainerPath}: the first mount that begins the value. */
  String translate(String value) {
    for (Map.Entry<String, String> mount : containerByHost.entrySet()) {
      if (value.equals(mount.getKey())) {
        return mount.getValue();
      }
      if (value.startsWith(mount.getKey() + "/")) {
        return mount.getValue() + value.substring(mount.getKey().length());
      }
    }
    return value;
  }

  Map<String, String> translate(Map<String, String> variables) {
    Map<String, String> translated = new LinkedHashMap<>();
    variables.forEach((name, value) -> translated.put(name, translate(value)));
    return translated;
  }
}
