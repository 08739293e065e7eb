package io.github.basetenci.cli.fleet.init;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects what was found outside the workspaces. */
public final class Found {
  private final Map<String, FoundTarget> targets = new LinkedHashMap<>();
  private final List<String> remarks = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  /** A target. One that was found before is not taken twice. */
  void add(FoundTarget target) {
    targets.putIfAbsent(target.spec(), target);
  }

  /** Something that the file should say, and that is no target. */
  public void remark(String sentence) {
    remarks.add(sentence);
  }

  /** Something that was asked for and could not be listed. */
  public void problem(String sentence) {
    problems.add(sentence);
  }

  List<FoundTarget> targets() {
    return List.copyOf(targets.values());
  }

  List<String> remarks() {
    return Collections.unmodifiableList(remarks);
  }

  /** Sentences about what was asked for and could not be listed. */
  public List<String> problems() {
    return Collections.unmodifiableList(problems);
  }
}
