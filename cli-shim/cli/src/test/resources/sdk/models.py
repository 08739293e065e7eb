"""Calls every operation of the management API that the sandbox has, by the official client.

The client parses each answer with its own models and fails where an answer does not fit. Arguments: the address, and the
key of a person who may do everything. Prints a line for each call.
"""

import sys

from baseten.client import ManagementClient
from baseten.client.managementapi import _models as models

address, key = sys.argv[1:]


def tell(what, answer):
    print(what, type(answer).__name__)
    return answer


with ManagementClient(api_key=key, base_url_override=address) as client:
    api = client.api
    me = tell("users/me", api.get_users_me())
    tell("users", api.get_users())
    tell("users/ID", api.get_users_user_id(user_id=me.user_id))
    tell("organizations/me", api.get_organizations_me())
    teams = tell("teams", api.get_teams())
    team = tell("teams/ID", api.get_teams_team_id(team_id=teams.teams[0].id)).id

    wanted = models.CreateAPIKeyRequest(type="WORKSPACE_INVOKE", name="bot", model_ids=["m"])
    made = tell("create", api.post_api_keys(request=wanted)).api_key
    routes = models.CreateAPIKeyRequest(type="ROUTES", name="routes", team_id=team)
    tell("create in a team", api.post_teams_api_keys(team_id=team, request=routes))
    keys = tell("api_keys", api.get_api_keys()).keys
    assert all(each.created_at.tzinfo for each in keys)
    assert any(each.last_used_at for each in keys) and not all(each.last_used_at for each in keys)
    assert [each.owner.email for each in keys if each.owner]
    only = models.GetApiKeysParams(type="ROUTES", created_by_me=True)
    assert [each.name for each in api.get_api_keys(params=only).keys] == ["routes"]
    tell("revoke", api.delete_api_keys(api_key_prefix=made.split(".")[0]))

    secret = models.UpsertSecretRequest(name="s", value="v")
    tell("set", api.post_secrets(request=secret))
    tell("set in a team", api.post_teams_secrets(team_id=team, request=secret))
    assert tell("secrets", api.get_secrets()).secrets
    tell("secrets of a team", api.get_teams_secrets(team_id=team))
    tell("delete in a team", api.delete_teams_secrets(team_id=team, secret_name="s"))
    api.post_secrets(request=secret)
    tell("delete", api.delete_secrets(secret_name="s"))
