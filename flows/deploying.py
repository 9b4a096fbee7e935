"""Deployments: where several machines run flows, Prefect's schedules start them.

One pool of process workers, one deployment a flow, on the flow's own times in Europe/London. A
run that would meet another of the same flow is cancelled: what it would have done, the other
does. All of it can be done again at any time and comes out the same.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import httpx
from prefect.client.orchestration import PrefectClient, get_client
from prefect.client.schemas.actions import DeploymentScheduleCreate, WorkPoolCreate
from prefect.client.schemas.filters import DeploymentFilter, DeploymentFilterTags
from prefect.client.schemas.objects import ConcurrencyLimitStrategy, ConcurrencyOptions
from prefect.client.schemas.responses import DeploymentResponse
from prefect.client.schemas.schedules import CronSchedule
from prefect.exceptions import ObjectAlreadyExists, PrefectException
from prefect.workers.process import ProcessWorker

from flows.registry import entrypoint
from flows.settings import API_URL
from governance.application.sweeping import SWEEPS, Sweep
from governance.domain.errors import Unusable

NAME: Final = "vires"
"""What each flow's deployment is called, the tag they bear, and the pool unless told."""
ZONE: Final = "Europe/London"
COMMAND: Final = "python -m flows.attempt"
"""How a worker runs a flow: with its own Python, in a process that does not outlive it."""
STARTS_WITHIN: Final = 120
"""Seconds until the place of a run that never began is free again."""


@dataclass(frozen=True, slots=True)
class Deployed:
    """One flow as it stands with Prefect: when it runs and whether it was there before."""

    flow: str
    cron: str
    new: bool


@dataclass(frozen=True, slots=True)
class Deployment:
    """What a deployment did: the pool, its flows, and flows that are there no more."""

    pool: str
    flows: tuple[Deployed, ...]
    retired: tuple[str, ...]


def deploy(*, pool: str = NAME, work_dir: Path | None = None) -> Deployment:
    """Make the pool and a deployment for each flow, and end the schedules of flows that are gone.

    `work_dir` is where runs start; a folder of their own otherwise. Raises `Unusable` where no
    Prefect server is named, where it does not answer in three seconds, or refuses.
    """
    with _told():
        return asyncio.run(_deploy(pool, work_dir))


async def _deploy(pool: str, work_dir: Path | None) -> Deployment:
    async with get_client() as client:
        before = {found.id for found in await _ours(client)}
        await _make_pool(client, pool)
        flows = []
        for sweep in SWEEPS.values():
            made = await _deploy_one(client, sweep, pool=pool, work_dir=work_dir)
            flows.append(Deployed(sweep.name, sweep.cron, made not in before))
        return Deployment(pool, tuple(flows), tuple(await _retire(client)))


async def _make_pool(client: PrefectClient, pool: str) -> None:
    template = ProcessWorker.get_default_base_job_template()
    wanted = WorkPoolCreate(name=pool, type=ProcessWorker.type, base_job_template=template)
    try:
        await client.create_work_pool(wanted)
    except ObjectAlreadyExists:
        found = await client.read_work_pool(pool)
        if found.type != ProcessWorker.type:
            raise Unusable.one("flows.pool_other", pool=pool, kind=found.type) from None


async def _deploy_one(
    client: PrefectClient, sweep: Sweep, *, pool: str, work_dir: Path | None
) -> Any:
    """Make a flow's deployment, or bring it up to date; its identifier."""
    variables: dict[str, Any] = {"command": COMMAND}
    if work_dir is not None:
        variables["working_dir"] = str(work_dir)
    return await client.create_deployment(
        flow_id=await client.create_flow_from_name(sweep.name),
        name=NAME,
        description=sweep.title,
        tags=[NAME],
        entrypoint=entrypoint(sweep.name),
        work_pool_name=pool,
        job_variables=variables,
        paused=False,
        concurrency_limit=1,
        concurrency_options=ConcurrencyOptions(
            collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW,
            grace_period_seconds=STARTS_WITHIN,
        ),
        schedules=[
            DeploymentScheduleCreate(
                schedule=CronSchedule(cron=sweep.cron, timezone=ZONE), slug=NAME, active=True
            )
        ],
    )


async def _retire(client: PrefectClient) -> list[str]:
    """End the schedules of flows that are there no more; their past runs stay."""
    gone = []
    for found in await _ours(client):
        name = await _flow_of(client, found)
        if name in SWEEPS or not found.schedules:
            continue
        for schedule in found.schedules:
            await client.delete_deployment_schedule(found.id, schedule.id)
        await client.pause_deployment(found.id)
        gone.append(name)
    return sorted(gone)


async def _ours(client: PrefectClient) -> list[DeploymentResponse]:
    tagged = DeploymentFilter(tags=DeploymentFilterTags(all_=[NAME]))
    found = await client.read_deployments(deployment_filter=tagged, limit=200)
    return [one for one in found if one.name == NAME]


async def _flow_of(client: PrefectClient, deployment: DeploymentResponse) -> str:
    return (await client.read_flow(deployment.flow_id)).name


@contextmanager
def _told() -> Iterator[None]:
    """Turn what Prefect's client runs into, into what to do about it."""
    url = os.environ.get(API_URL, "").strip()
    if not url:
        raise Unusable.one("flows.no_server")
    try:
        yield
    except httpx.HTTPStatusError as error:
        raise _refused(url, error.response.status_code, error.response.text) from error
    except PrefectException as error:
        raise Unusable.one("flows.server_refused", url=url, said=str(error)[:200]) from error
    except (httpx.HTTPError, OSError, RuntimeError) as error:
        raise Unusable.one("flows.server_silent", url=url) from error


def _refused(url: str, status: int, said: str) -> Unusable:
    if status in (401, 403):
        return Unusable.one("flows.server_closed", url=url)
    return Unusable.one("flows.server_refused", url=url, said=f"{status} {said}"[:200])
