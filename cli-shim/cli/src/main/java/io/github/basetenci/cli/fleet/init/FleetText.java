package io.github.basetenci.cli.fleet.init;

import io.github.basetenci.api.ApiKeyInfo;
import io.github.basetenci.api.ApiKeyType;
import io.github.basetenci.api.RemoteUrl;
import io.github.basetenci.fleet.FleetWorkspace;
import io.github.basetenci.fleet.KeyChoice;
import io.github.basetenci.fleet.MintingSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;

/** A draft as the text of a fleet file. */
public final class FleetText {
  /** Where editors find the schema. */
  static final String SCHEMA =
      "https://raw.githubusercontent.com/baseten-ci/baseten-ci/main/docs/schema/fleet.schema.json";

  private static final int MOST_MODELS = 1000;

  private final FleetDraft draft;
  private final StringBuilder text = new StringBuilder();

  private FleetText(FleetDraft draft) {
    this.draft = draft;
  }

  /** The text of the file. */
  public static String of(FleetDraft draft) {
    return new FleetText(draft).write();
  }

  private String write() {
    List<String> names = draft.workspaces().stream().map(each -> each.workspace().name()).toList();
    line("# yaml-language-server: $schema=" + SCHEMA);
    line(
        "# Every key of "
            + String.join(" and ", names)
            + " that machines use, and everything that has it. No key is in here.");
    line("version: 1");
    line("workspaces:");
    draft.workspaces().forEach(each -> write(each.workspace()));
    line("defaults:");
    line("  # rotate-every: 30d    # nothing is due without it");
    line("  overlap: 24h           # longer than the longest job");
    line("  deadline: 7d");
    line("keys:");
    draft.keys().forEach(this::write);
    if (!draft.undecided().isEmpty()) {
      line("");
      line("# These do not tell which key they have. Move each line to the targets of its key,");
      line("# in place of 'rotated-by: nobody' if it is the first one there.");
      for (FoundTarget target : draft.undecided()) {
        String remark = target.remark().isEmpty() ? "" : ", " + target.remark();
        comment("", "       - " + YamlText.value(target.spec()) + "   # not readable" + remark);
      }
    }
    block("Not in this file:", draft.leftOut());
    block("Could not be listed:", draft.problems());
    return text.toString();
  }

  private void write(FleetWorkspace workspace) {
    line("  " + YamlText.value(workspace.name()) + ":");
    if (!workspace.url().equals(RemoteUrl.DEFAULT)) {
      line("    url: " + YamlText.value(workspace.url().toString()));
    }
    line("    minting-key: {" + minting(workspace.minting()) + "}");
  }

  private static String minting(MintingSource source) {
    if (source instanceof MintingSource.OfVariable variable) {
      return "env: " + YamlText.value(variable.name());
    }
    if (source instanceof MintingSource.OfFile file) {
      return "file: " + YamlText.value(file.path());
    }
    if (source instanceof MintingSource.OfCommand command) {
      return "command: " + YamlText.list(command.words());
    }
    return "identity: {trust-rule: "
        + YamlText.value(((MintingSource.OfIdentity) source).trustRule())
        + "}";
  }

  private void write(DraftKey key) {
    ApiKeyInfo current = key.current();
    key.remarks.forEach(remark -> comment("  ", " " + YamlText.comment(remark)));
    line(
        "  - "
            + (key.choice instanceof KeyChoice.ByName ? "name: " : "prefix: ")
            + YamlText.value(key.choice.label()));
    if (draft.workspaces().size() > 1) {
      line("    workspace: " + YamlText.value(key.workspace));
    }
    if (current.type().isKnown()) {
      line("    type: " + current.type().value().toLowerCase(Locale.ROOT).replace('_', '-'));
    } else {
      comment("    ", " of the type " + YamlText.comment(current.type().value()));
    }
    if (key.team != null) {
      line("    team: " + YamlText.value(key.team));
    }
    writeModels(current);
    if (key.rotatedBy != null) {
      line("    rotated-by: " + YamlText.value(key.rotatedBy));
      return;
    }
    if (current.type().equals(ApiKeyType.WORKSPACE_INVOKE)) {
      line("    # not-environment-scoped: true    # needed before it can be rotated");
    }
    line("    targets:");
    key.targets.forEach(target -> line("      - " + YamlText.value(target)));
  }

  private void writeModels(ApiKeyInfo key) {
    List<String> models = key.modelIds();
    if (models == null || models.isEmpty() || !key.type().takesModels()) {
      return;
    }
    boolean right =
        models.size() <= MOST_MODELS
            && models.stream().distinct().count() == models.size()
            && models.stream().allMatch(each -> each.matches("[A-Za-z0-9_-]{1,100}"));
    if (right) {
      line("    models: " + YamlText.list(models));
    } else {
      comment("    ", " limited to the models " + YamlText.comment(String.join(", ", models)));
    }
  }

  private void block(String title, List<String> lines) {
    if (lines.isEmpty()) {
      return;
    }
    line("");
    line("# " + title);
    new LinkedHashSet<>(lines).forEach(each -> comment("", "   " + YamlText.comment(each)));
  }

  private void comment(String indent, String rest) {
    line(indent + "#" + rest);
  }

  private void line(String line) {
    text.append(line).append('\n');
  }
}
