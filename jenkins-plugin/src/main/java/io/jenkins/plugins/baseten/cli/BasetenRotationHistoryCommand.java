package io.jenkins.plugins.baseten.cli;

import hudson.Extension;
import io.github.basetenci.json.Json;
import io.github.basetenci.json.JsonValue;
import io.github.basetenci.json.JsonValue.JsonArray;
import io.github.basetenci.json.JsonValue.JsonObject;
import io.github.basetenci.managed.PastRotation;
import io.jenkins.plugins.baseten.keys.HistoryRow;
import io.jenkins.plugins.baseten.keys.Times;
import io.jenkins.plugins.baseten.rotation.Rotations;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.kohsuke.args4j.Option;

/** Lists the finished rotations of a key, the newest first. */
@Extension
public final class BasetenRotationHistoryCommand extends KeyCommand {
    @Option(name = "-json", usage = "Write JSON")
    public boolean json;

    @Override
    public String getShortDescription() {
        return Messages.rotation_history();
    }

    @Override
    protected int run() throws IOException, InterruptedException {
        checkMayRotate();
        List<PastRotation> history = Rotations.get().history(id());
        if (history.isEmpty()) {
            checkIsKnown();
        }
        if (json) {
            stdout.println(Json.pretty(new JsonArray(
                    history.stream().map(BasetenRotationHistoryCommand::json).toList())));
        } else {
            List<List<String>> table = new ArrayList<>();
            table.add(List.of("BEGUN", "ENDED", "BY", "OUTCOME", "OLD", "NEW", "NOTE"));
            history.stream()
                    .map(HistoryRow::of)
                    .forEach(row -> table.add(List.of(
                            row.begun(),
                            row.ended(),
                            row.by(),
                            row.outcome(),
                            row.oldPrefix(),
                            row.newPrefix(),
                            row.note())));
            Columns.print(table, stdout, getClientCharset());
        }
        return 0;
    }

    private static JsonValue json(PastRotation past) {
        return JsonObject.EMPTY
                .with("begun", Times.iso(past.begun()))
                .with("ended", Times.iso(past.ended()))
                .with("by", past.by())
                .with("outcome", past.outcome().name())
                .with("old_prefix", past.oldPrefix())
                .with("new_prefix", past.newPrefix())
                .with("note", past.note());
    }
}
