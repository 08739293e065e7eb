package io.jenkins.plugins.baseten.cli;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.cli.CLICommand;
import hudson.security.AccessDeniedException3;
import io.github.basetenci.json.Json;
import io.github.basetenci.json.JsonValue;
import io.github.basetenci.json.JsonValue.JsonArray;
import io.github.basetenci.json.JsonValue.JsonObject;
import io.jenkins.plugins.baseten.credentials.CredentialStores;
import io.jenkins.plugins.baseten.keys.KeyRow;
import io.jenkins.plugins.baseten.keys.KeyRows;
import io.jenkins.plugins.baseten.rotation.RotationPermissions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import jenkins.model.Jenkins;
import org.kohsuke.args4j.Option;

/** Prints the table of the page with the keys as text or as JSON. */
@Extension
public final class BasetenListKeysCommand extends CLICommand {
    @Option(name = "-json", usage = "Write JSON")
    public boolean json;

    @Override
    public String getShortDescription() {
        return Messages.list_keys();
    }

    @Override
    protected int run() throws IOException, InterruptedException {
        if (CredentialStores.folders().stream().noneMatch(RotationPermissions::mayRotateIn)) {
            throw new AccessDeniedException3(Jenkins.getAuthentication2(), RotationPermissions.ROTATE);
        }
        List<KeyRow> rows = KeyRows.everywhere();
        if (json) {
            stdout.println(Json.pretty(new JsonArray(
                    rows.stream().map(BasetenListKeysCommand::json).toList())));
        } else {
            List<List<String>> table = new ArrayList<>();
            table.add(List.of("STORE", "ID", "KEY", "TYPE", "AGE", "LAST USED", "NEXT", "ROTATION", "PROBLEMS"));
            rows.forEach(row -> table.add(List.of(
                    row.store(),
                    row.id().credentialsId(),
                    row.prefix(),
                    row.access().text(),
                    row.age().text(),
                    row.lastUsed().text(),
                    row.next().text(),
                    row.state().word(),
                    String.valueOf(row.problems().size()))));
            Columns.print(table, stdout, getClientCharset());
        }
        return 0;
    }

    private static JsonValue json(@NonNull KeyRow row) {
        return JsonObject.EMPTY
                .with("folder", row.id().folder())
                .with("id", row.id().credentialsId())
                .with("description", row.description())
                .with("prefix", row.prefix())
                .with("scope", row.access().text())
                .with("owner", row.access().owner())
                .with("since", row.age().iso())
                .with("last_used", row.lastUsed().iso())
                .with("next_rotation", row.next().iso())
                .with("not_rotated", row.next().why())
                .with("phase", row.state().phase().name())
                .with("state", row.state().word())
                .with("detail", row.state().detail())
                .with("problem", row.state().problem())
                .with("problems", JsonValue.arrayOf(row.problems()));
    }
}
