package io.github.basetenci.action;

import io.github.basetenci.shim.identity.WorkflowException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** The input {@code remotes}, a YAML list of further logins. No message quotes the input. */
final class RemotesInput {
  static final String FORM =
      """
      with:
        remotes: |
          - remote: staging
            api-key: ${{ secrets.STAGING_KEY }}
            remote-url: https://app.staging.baseten.co   # on demand; as are profile: and team:
      """;

  private static final Set<String> NAMES =
      Set.of("remote", "api-key", "remote-url", "profile", "team");

  /** A list of logins has two levels; this limit is far above that. */
  private static final int MAX_DEPTH = 50;

  private RemotesInput() {}

  record Remote(
      String remote,
      String apiKey,
      @Nullable String remoteUrl,
      @Nullable String profile,
      @Nullable String team) {
    /** Never prints the key. */
    @Override
    public String toString() {
      return "Remote[" + remote + "]";
    }
  }

  /**
   * @param text the input; empty for none
   */
  static List<Remote> parse(String text) throws WorkflowException {
    List<Remote> remotes = new ArrayList<>();
    if (text.isEmpty()) {
      return remotes;
    }
    if (!(yaml(text) instanceof List<?> list) || list.isEmpty()) {
      throw wrong("is no YAML list of logins");
    }
    for (Object item : list) {
      remotes.add(remote(item, remotes.size() + 1));
    }
    return remotes;
  }

  private static @Nullable Object yaml(String text) throws WorkflowException {
    LoadSettings settings = LoadSettings.builder().setLabel("remotes").build();
    try {
      return isDeep(settings, text) ? null : new Load(settings).loadFromString(text);
    } catch (MarkedYamlEngineException e) {
      String line = e.getProblemMark().map(mark -> " in line " + (mark.getLine() + 1)).orElse("");
      throw wrong("is no YAML" + line);
    } catch (YamlEngineException e) {
      throw wrong("is no YAML");
    }
  }

  /** Whether the text is nested so deep that a recursive reader could exhaust the stack. */
  private static boolean isDeep(LoadSettings settings, String text) {
    int depth = 0;
    for (Event event : new Parse(settings).parseString(text)) {
      if (event instanceof CollectionStartEvent && ++depth > MAX_DEPTH) {
        return true;
      }
      if (event instanceof CollectionEndEvent) {
        depth--;
      }
    }
    return false;
  }

  private static Remote remote(@Nullable Object item, int number) throws WorkflowException {
    if (!(item instanceof Map<?, ?> map)) {
      throw wrong("has an entry that is no mapping (number " + number + ")");
    }
    for (Map.Entry<?, ?> member : map.entrySet()) {
      if (!(member.getKey() instanceof String name) || !NAMES.contains(name)) {
        throw wrong("has an entry with an unknown key (number " + number + ")");
      }
    }
    String remote = text(map, "remote", number);
    String apiKey = text(map, "api-key", number);
    if (remote == null) {
      throw wrong("has an entry without remote (number " + number + ")");
    }
    if (apiKey == null) {
      throw wrong(
          "has an entry whose api-key is empty (number "
              + number
              + "): this job sees no secret of the name that the workflow gives");
    }
    return new Remote(
        remote,
        apiKey,
        text(map, "remote-url", number),
        text(map, "profile", number),
        text(map, "team", number));
  }

  private static @Nullable String text(Map<?, ?> map, String name, int number)
      throws WorkflowException {
    Object value = map.get(name);
    if (value == null || value.equals("")) {
      return null;
    }
    if (!(value instanceof String text)) {
      throw wrong("has a " + name + " that is no text (number " + number + "); put it in quotes");
    }
    return text.strip();
  }

  private static WorkflowException wrong(String what) {
    return new WorkflowException("remotes " + what, FORM);
  }
}
