"""Addresses of tasks under way, within those of the app."""

from django.urls import path

from tasks.doing.views import lists, tasks, verbs

patterns = [
    path("tasks/", lists.list_tasks, name="task-list"),
    path("tasks/mine/", lists.my_tasks, name="my-tasks"),
    path("tasks/columns/", lists.choose_columns, name="task-columns"),
    path("tasks/new/", tasks.add_task, name="task-new"),
    path("tasks/<int:task_id>/", tasks.show_task, name="task-detail"),
    path("tasks/<int:task_id>/start/", verbs.start, name="task-start"),
    path("tasks/<int:task_id>/progress/", verbs.progress, name="task-progress"),
    path("tasks/<int:task_id>/hours/", verbs.log_hours, name="task-hours"),
    path("tasks/<int:task_id>/block/", verbs.block, name="task-block"),
    path("tasks/<int:task_id>/resume/", verbs.resume, name="task-resume"),
    path("tasks/<int:task_id>/finish/", verbs.finish, name="task-finish"),
    path("tasks/<int:task_id>/reopen/", verbs.reopen, name="task-reopen"),
    path("tasks/<int:task_id>/hand-over/", verbs.hand_over, name="task-hand-over"),
    path("tasks/<int:task_id>/edit/", verbs.edit, name="task-edit"),
    path("tasks/<int:task_id>/after/", verbs.set_predecessors, name="task-after"),
    path("tasks/<int:task_id>/key/", verbs.mark_key, name="task-key"),
    path("tasks/<int:task_id>/drop/", verbs.drop, name="task-drop"),
]
