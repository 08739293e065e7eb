package io.jenkins.plugins.baseten.pages;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Api;
import hudson.model.Item;
import hudson.model.ModelObject;
import hudson.util.HttpResponses;
import io.github.basetenci.managed.RotationStatus;
import io.jenkins.plugins.baseten.credentials.CredentialStores;
import io.jenkins.plugins.baseten.credentials.KeyId;
import io.jenkins.plugins.baseten.credentials.StoredKey;
import io.jenkins.plugins.baseten.credentials.StoredKeys;
import io.jenkins.plugins.baseten.identity.StoredIdentities;
import io.jenkins.plugins.baseten.keys.KeyAddress;
import io.jenkins.plugins.baseten.keys.KeyRow;
import io.jenkins.plugins.baseten.keys.KeyRows;
import io.jenkins.plugins.baseten.keys.KeyState;
import io.jenkins.plugins.baseten.rotation.RotationPermissions;
import io.jenkins.plugins.baseten.rotation.Rotations;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import jenkins.model.Jenkins;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;
import org.kohsuke.stapler.verb.GET;

/** The table of the keys of one folder, or of all folders. Only users who may rotate these keys get the table. */
@ExportedBean
@Restricted(NoExternalUse.class)
public final class KeyTable implements ModelObject {
    private final String folder;

    /**
     * A table.
     *
     * @param folder the full name of the folder whose keys it shows; empty for the controller and all folders
     *     in which the user may rotate
     */
    KeyTable(@NonNull String folder) {
        this.folder = folder;
    }

    @NonNull
    @Override
    public String getDisplayName() {
        return Messages.keys();
    }

    /** The full name of the folder, for the heading; empty for the controller. */
    @NonNull
    public String getFolder() {
        return folder;
    }

    /** The page {@code api/json}: which keys there are, and which of them this controller rotates. */
    @NonNull
    public Api getApi() {
        return new Api(this);
    }

    /** The keys of the folder, or of all folders in which the user may rotate. */
    @Exported
    @NonNull
    public List<ListedKey> getKeys() {
        return (folder.isEmpty() ? CredentialStores.folders() : Set.of(folder))
                .stream()
                        .filter(RotationPermissions::mayRotateIn)
                        .flatMap(each -> StoredKeys.in(each).stream())
                        .map(ListedKey::of)
                        .toList();
    }

    @NonNull
    public List<KeyRow> getRows() {
        return folder.isEmpty() ? KeyRows.everywhere() : KeyRows.in(folder);
    }

    /** The rows of the keys with an unfinished rotation, those first that wait for a person. */
    @NonNull
    public List<KeyRow> unfinishedOf(@NonNull List<KeyRow> rows) {
        return rows.stream()
                .filter(KeyRow::isUnfinished)
                .sorted(Comparator.comparing((KeyRow row) -> row.state().phase(), Comparator.reverseOrder())
                        .thenComparing(row -> row.id().toString()))
                .toList();
    }

    /** The page on which the user may add a credential, relative to the root of Jenkins; empty if he may not. */
    @NonNull
    public String getAddUrl() {
        if (folder.isEmpty()) {
            return Jenkins.get().hasPermission(CredentialsProvider.CREATE)
                    ? "manage/credentials/store/system/domain/_/"
                    : "";
        }
        Item item = Jenkins.get().getItemByFullName(folder);
        return item != null && item.hasPermission(CredentialsProvider.CREATE)
                ? item.getUrl() + "credentials/store/folder/domain/_/"
                : "";
    }

    /** Whether the user may change policies. */
    public boolean isAdministrator() {
        return Jenkins.get().hasPermission(Jenkins.ADMINISTER);
    }

    /**
     * The page of one key of this folder.
     *
     * @param name of the credential, as {@link KeyAddress} encodes it in a path
     */
    @CheckForNull
    public KeyPage getKey(@NonNull String name) {
        KeyId id = new KeyId(folder, KeyAddress.name(name));
        boolean there = StoredKeys.in(folder).stream().anyMatch(key -> key.id().equals(id));
        // A rotation goes on, and its page can be opened, even if its credential is gone.
        boolean known = there || Rotations.get().status(id).isPresent();
        return known && RotationPermissions.mayRotate(id) ? new KeyPage(id) : null;
    }

    /**
     * The keys of a folder that is gone and therefore has no page of its own.
     *
     * @param name the full name of the folder, as {@link KeyAddress} encodes it in a path
     */
    @CheckForNull
    public KeyTable getLost(@NonNull String name) {
        String lost = KeyAddress.name(name);
        return folder.isEmpty() && RotationPermissions.mayRotateIn(lost) ? new KeyTable(lost) : null;
    }

    /** Tells an open page what has changed; see {@code keys.js}. */
    @GET
    public HttpResponse doProgress() {
        return HttpResponses.okJSON(progress().toJson());
    }

    /** The parts of the page that change, as they are now. */
    @NonNull
    public Progress progress() {
        Progress.Builder progress = Progress.builder();
        for (String each : folder.isEmpty() ? CredentialStores.folders() : List.of(folder)) {
            if (RotationPermissions.mayRotateIn(each)) {
                for (StoredKey key : StoredKeys.in(each)) {
                    KeyId id = key.id();
                    progress.add(id.toString()).add(key.credential().getKeyPrefix());
                }
                StoredIdentities.in(each).keySet().forEach(id -> progress.add(id.toString()));
            }
        }
        unfinished().forEach(status -> add(status, progress));
        return progress.build();
    }

    /** The states of all unfinished rotations, including those whose credentials are gone. */
    private List<RotationStatus> unfinished() {
        Rotations rotations = Rotations.get();
        return rotations.unfinished().stream()
                .filter(id -> folder.isEmpty() || id.folder().equals(folder))
                .filter(RotationPermissions::mayRotate)
                .sorted(Comparator.comparing(KeyId::toString))
                .flatMap(id -> rotations.status(id).stream())
                .toList();
    }

    private static void add(RotationStatus status, Progress.Builder progress) {
        KeyState state = KeyState.of(status);
        progress.add(status.id().toString())
                .add(state.phase().name())
                .add(state.line().toString())
                .text("word:" + status.id(), state.word())
                .text("detail:" + status.id(), state.detail());
    }
}
